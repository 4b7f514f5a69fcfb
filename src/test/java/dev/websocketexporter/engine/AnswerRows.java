package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to the upgrade request that fail a probe, and what must be known of them all the same. */
final class AnswerRows {
    /** As nginx writes a value that stands on several lines in its configuration. */
    static final String FOLDED =
            "Content-Security-Policy: default-src 'self';\n        img-src *;\n\tscript-src 'none'\r\n";

    private AnswerRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>(lineEnds());
        rows.addAll(brokenHeads());
        rows.addAll(cutHeads());
        rows.addAll(versions());
        return rows;
    }

    private static List<GridRow> lineEnds() {
        return List.of(
                refused("503 with a value on several lines", 503, "HTTP/1.1 503 Oops\r\n" + FOLDED + "\r\n"),
                refused("503 with bare LF", 503, "HTTP/1.1 503 Oops\nServer: old\nContent-Length: 0\n\n")
                        .where(logs("response header: Server: old")),
                refused("503 with LF and CRLF in turns", 503, "HTTP/1.1 503 Oops\n" + FOLDED + "A: b\n\r\n"),
                refused("a line of blanks in a value", 503, "HTTP/1.1 503 Oops\r\nA: b\r\n   \r\n c\r\nB: d\r\n\r\n")
                        .where(logs("response header: A: b  c")),
                refused("a fold that continues nothing", 503, "HTTP/1.1 503 Oops\r\n folded\r\nA: b\r\n\r\n")
                        .where(logs("response header: A: b")),
                refused("100 with LF before", 403, "HTTP/1.1 100 Continue\n\nHTTP/1.1 403 No\n\n"),
                refused(
                        "103 with a fold before",
                        403,
                        "HTTP/1.1 103 Hints\r\n" + FOLDED + "\r\nHTTP/1.1 403 No\r\n\r\n"),
                refused("CR inside of a value", 503, "HTTP/1.1 503 Oops\r\nA: b\rc\r\n\r\n")
                        .where(logs("response header: A: b c")),
                refused("a blank before the colon", 503, "HTTP/1.1 503 Oops\r\nA : b\r\n\r\n")
                        .where(logs("response header: A: b")),
                refused("a name that is no token", 503, "HTTP/1.1 503 Oops\r\nA B(: c\r\n: d\r\n\r\n")
                        .where(logs("response header: A B(: c")),
                refused("two lengths", 503, "HTTP/1.1 503 Oops\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhello")
                        .where(body("hello")));
    }

    private static List<GridRow> brokenHeads() {
        return List.of(
                row("a line without a colon", Reason.INVALID_HTTP_RESPONSE, 404, "HTTP/1.1 404 No\r\nwhat\r\n\r\n")
                        .where(detail("the server answered with a head that has a line without a colon: \"what\""
                                + " (status 404)")),
                row("a NUL in a value", Reason.INVALID_HTTP_RESPONSE, 404, "HTTP/1.1 404 No\r\nA: b\0c\r\n\r\n"),
                row("a NUL in the reason", Reason.INVALID_HTTP_RESPONSE, 404, "HTTP/1.1 404 N\0o\r\n\r\n")
                        .where(detail("the server answered with a head that has a NUL: \"HTTP/1.1 404 N\\x00o\""
                                + " (status 404)")),
                row(
                        "a status line of 65 KiB",
                        Reason.RESPONSE_TOO_LARGE,
                        503,
                        "HTTP/1.1 503 " + "x".repeat(65 * 1024) + "\r\n\r\n"),
                refused("a reason of 10 KB", 503, "HTTP/1.1 503 " + "x".repeat(10_000) + "\r\n\r\n")
                        .where(seen -> assertThat(seen.result().log())
                                .allMatch(line -> line.message().length() < 1_000)),
                row(
                        "head of 65 KiB of a refusal",
                        Reason.RESPONSE_TOO_LARGE,
                        502,
                        "HTTP/1.1 502 Bad\r\nA: " + "x".repeat(65 * 1024) + "\r\n\r\n"),
                row(
                        "head of 65 KiB in folds",
                        Reason.RESPONSE_TOO_LARGE,
                        502,
                        "HTTP/1.1 502 Bad\r\nA: b\r\n" + " x\n".repeat(22 * 1024) + "\r\n"),
                GridRow.of(
                                "silence inside the head of a refusal",
                                UPGRADE,
                                Reason.TIMEOUT,
                                stage -> stage.shortBudget().plain(peer -> {
                                    peer.readHead();
                                    peer.send("HTTP/1.1 502 Bad Gateway\r\nServer: x\r\n");
                                    peer.silence();
                                }))
                        .where(status(502))
                        .where(detail("the time budget of 400 ms was over while waiting for the rest of the head of the"
                                + " response (its status is 502)")));
    }

    private static List<GridRow> cutHeads() {
        String qemu = "HTTP/1.1 400 Bad Request\r\nServer: QEMU VNC\r\nConnection: close\r\n";
        Script reset = peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 503 Oops\r\nServer: x\r\n");
            peer.reset();
        };
        return List.of(
                refused("400 without an empty line", 400, qemu)
                        .where(logs("response header: Server: QEMU VNC"))
                        .where(logs("without an empty line after 2 fields")),
                refused("400 that ends inside a field", 400, qemu + "Date: Thu")
                        .where(logs("without an empty line after 2 fields")),
                refused("400 with one field, and no empty line", 400, "HTTP/1.1 400 Bad\r\nServer: x\r\n")
                        .where(logs("without an empty line after 1 field")),
                refused("400 that ends inside its reason", 400, "HTTP/1.1 400 Bad Req"),
                refused("400 without any end", 400, "HTTP/1.0 400"),
                row("nothing but half a status", Reason.CONNECTION_CLOSED, null, "HTTP/1.1 40"),
                row("100 alone", Reason.CONNECTION_CLOSED, null, "HTTP/1.1 100 Continue\r\n\r\n"),
                row(
                                "101 without an empty line",
                                Reason.CONNECTION_CLOSED,
                                101,
                                "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\n")
                        .where(detail(
                                "the server closed the connection before the head of the response was complete (its"
                                        + " status is 101)")),
                GridRow.of(
                                "RST inside the head of a refusal",
                                UPGRADE,
                                Reason.CONNECTION_RESET,
                                stage -> stage.plain(reset))
                        .where(status(503)));
    }

    private static List<GridRow> versions() {
        Script upgradeOver10 = peer -> {
            peer.send(UpgradeAnswer.to(peer.readHead())
                    .statusLine("HTTP/1.0 101 Switching Protocols")
                    .text());
            peer.fin();
        };
        return List.of(
                refused(
                                "ws on the TLS port of a Go server",
                                400,
                                "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")
                        .where(body("Client sent an HTTP request to an HTTPS server.")),
                refused("HTTP/1.0 and another status", 200, "HTTP/1.0 200 OK\r\n\r\n"),
                refused("HTTP/1.0 100, then a refusal", 503, "HTTP/1.0 100 Continue\r\n\r\nHTTP/1.0 503 No\r\n\r\n"),
                refused("HTTP/1.2", 503, "HTTP/1.2 503 No\r\n\r\n"),
                refused("no reason and no blank", 503, "HTTP/1.1 503\r\n\r\n"),
                refused("104, then a refusal", 503, "HTTP/1.1 104 Upload Resumption\r\n\r\nHTTP/1.1 503 No\r\n\r\n"),
                row("199 alone", Reason.CONNECTION_CLOSED, null, "HTTP/1.1 199 Misc\r\n\r\n"),
                GridRow.of(
                                "101 over HTTP/1.0",
                                UPGRADE,
                                Reason.INVALID_HTTP_RESPONSE,
                                stage -> stage.plain(upgradeOver10))
                        .where(status(101))
                        .where(detail("the response is HTTP/1.0 (expected: HTTP/1.1)")),
                row("HTTP/2.0 and a refusal", Reason.INVALID_HTTP_RESPONSE, 503, "HTTP/2.0 503 No\r\n\r\n"),
                row("HTTP/2 without a minor", Reason.INVALID_HTTP_RESPONSE, 404, "HTTP/2 404\r\n\r\n"),
                row("ICY", Reason.INVALID_HTTP_RESPONSE, null, "ICY 200 OK\r\n\r\n"),
                row("four digits", Reason.INVALID_HTTP_RESPONSE, null, "HTTP/1.1 4040 No\r\n\r\n"),
                row("status 099", Reason.INVALID_HTTP_RESPONSE, null, "HTTP/1.1 099 No\r\n\r\n")
                        .where(detail("the server answered with the status line \"HTTP/1.1 099 No\" (expected: HTTP/1.1"
                                + " and a number from 100 to 999)")));
    }

    private static GridRow refused(String name, int status, String answer) {
        return row(name, Reason.UNEXPECTED_STATUS, status, answer)
                .where(seen -> assertThat(seen.result().failure().detail())
                        .startsWith(
                                "the server answered the upgrade request with status " + status + " (expected: 101)"));
    }

    private static GridRow row(String name, Reason reason, @Nullable Integer status, String answer) {
        return GridRow.of(name, UPGRADE, reason, stage -> stage.plain(saying(answer)))
                .where(status(status));
    }

    static Script saying(String answer) {
        return peer -> {
            peer.readHead();
            peer.send(answer);
            peer.fin();
        };
    }

    /** Answers as the text stands there, up to its empty line, but as an upgrade that is right. */
    static Script upgrading(String between) {
        return peer -> {
            UpgradeAnswer right = UpgradeAnswer.to(peer.readHead());
            peer.send(between.isEmpty() ? right.text() : right.text().replaceFirst("\r\n", "\r\n" + between));
            close(peer);
        };
    }

    static void close(Peer peer) throws java.io.IOException {
        Said.farewell(peer);
    }

    static GridRow.Facts status(@Nullable Integer code) {
        return seen -> {
            ProbeResult result = seen.result();
            if (code == null) {
                assertThat(result.upgrade()).isNull();
            } else {
                assertThat(result.upgrade()).isNotNull();
                assertThat(result.upgrade().statusCode()).isEqualTo(code);
                assertThat(result.upgrade().upgraded()).isFalse();
                assertThat(result.log())
                        .anyMatch(line -> line.message().matches("response: HTTP/.* " + code + "( .*)?"));
            }
        };
    }

    static GridRow.Facts detail(String text) {
        return seen -> assertThat(seen.result().failure().detail()).isEqualTo(text);
    }

    static GridRow.Facts logs(String text) {
        return seen -> assertThat(seen.result().log())
                .as("%s", seen.result().log())
                .anyMatch(line -> line.message().contains(text));
    }

    /** The body is shown in both places, and costs the phase no time. */
    static GridRow.Facts body(String text) {
        return seen -> {
            assertThat(seen.result().failure().detail()).endsWith("; body: " + text);
            logs("body of the response: " + text).check(seen);
            assertThat(seen.result().timings().overhead()).isLessThan(Duration.ofMillis(200));
        };
    }
}
