package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Ways to fail the opening handshake. */
final class UpgradeRows {
    private static final String ACCEPT = "Sec-WebSocket-Accept";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private UpgradeRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>(statusRows());
        rows.addAll(headerRows());
        rows.addAll(notHttpRows());
        rows.addAll(endRows());
        return rows;
    }

    private static List<GridRow> statusRows() {
        List<GridRow> rows = new ArrayList<>();
        for (String status : List.of(
                "200 OK",
                "204 No Content",
                "301 Moved Permanently",
                "400 Bad Request",
                "401 Unauthorized",
                "403 Forbidden",
                "404 Not Found",
                "426 Upgrade Required",
                "500 Internal Server Error",
                "503 Service Unavailable",
                "999 Unassigned")) {
            rows.add(row(
                    "status " + status,
                    Reason.UNEXPECTED_STATUS,
                    answering("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")));
        }
        rows.add(row(
                "upgrade where 401 is the success",
                Reason.UNEXPECTED_STATUS,
                stage -> stage.validStatusCodes(401).plain(Peer::upgrade)));
        rows.add(row(
                "wrong status and nothing else right",
                Reason.UNEXPECTED_STATUS,
                spoiling(answer ->
                        answer.statusLine("HTTP/1.1 200 OK").without(ACCEPT).without("Upgrade"))));
        return rows;
    }

    private static List<GridRow> headerRows() {
        return List.of(
                row("no Upgrade", Reason.MISSING_UPGRADE_HEADER, spoiling(answer -> answer.without("Upgrade"))),
                row(
                        "another Upgrade",
                        Reason.MISSING_UPGRADE_HEADER,
                        spoiling(answer -> answer.with("Upgrade", "h2c"))),
                row("empty Upgrade", Reason.MISSING_UPGRADE_HEADER, spoiling(answer -> answer.with("Upgrade", ""))),
                row(
                        "neither Upgrade nor Connection",
                        Reason.MISSING_UPGRADE_HEADER,
                        spoiling(answer -> answer.without("Upgrade").without("Connection"))),
                row(
                        "no Connection",
                        Reason.MISSING_CONNECTION_HEADER,
                        spoiling(answer -> answer.without("Connection"))),
                row(
                        "Connection without the token",
                        Reason.MISSING_CONNECTION_HEADER,
                        spoiling(answer -> answer.with("Connection", "keep-alive"))),
                row(
                        "Connection with a longer token",
                        Reason.MISSING_CONNECTION_HEADER,
                        spoiling(answer -> answer.with("Connection", "Upgraded"))),
                row(
                        "neither Connection nor Accept",
                        Reason.MISSING_CONNECTION_HEADER,
                        spoiling(answer -> answer.without("Connection").without(ACCEPT))),
                row("no Accept", Reason.MISSING_ACCEPT, spoiling(answer -> answer.without(ACCEPT))),
                row(
                        "Accept of another key",
                        Reason.BAD_ACCEPT,
                        spoiling(answer -> answer.with(ACCEPT, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))),
                row("Accept in lower case", Reason.BAD_ACCEPT, spoilingAccept(value -> value.toLowerCase(Locale.ROOT))),
                row(
                        "two Accepts, the first right",
                        Reason.BAD_ACCEPT,
                        spoiling(answer -> answer.adding(ACCEPT, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))),
                row("empty Accept", Reason.BAD_ACCEPT, spoiling(answer -> answer.with(ACCEPT, ""))),
                row(
                        "subprotocol, none offered",
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        spoiling(answer -> answer.adding(PROTOCOL, "chat"))),
                row(
                        "subprotocol that was not offered",
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        offering(answer -> answer.adding(PROTOCOL, "superchat"))),
                row(
                        "subprotocol in another case",
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        offering(answer -> answer.adding(PROTOCOL, "CHAT"))),
                row(
                        "two subprotocols in a list",
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        offering(answer -> answer.adding(PROTOCOL, "chat, mqtt"))),
                row(
                        "two subprotocol headers",
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        offering(answer -> answer.adding(PROTOCOL, "chat").adding(PROTOCOL, "mqtt"))),
                row(
                        "extension that was not offered",
                        Reason.UNEXPECTED_EXTENSION,
                        spoiling(
                                answer -> answer.adding(EXTENSIONS, "permessage-deflate; client_no_context_takeover"))),
                row(
                        "unoffered subprotocol and extension",
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        spoiling(answer ->
                                answer.adding(EXTENSIONS, "permessage-deflate").adding(PROTOCOL, "chat"))));
    }

    private static List<GridRow> notHttpRows() {
        return List.of(
                row(
                        "SSH banner",
                        Reason.INVALID_HTTP_RESPONSE,
                        stage -> stage.plain(peer -> {
                            peer.send("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
                            peer.silence();
                        })),
                row(
                        "binary garbage",
                        Reason.INVALID_HTTP_RESPONSE,
                        answering("\u0001\u00ff\u0000\u007f\u0080\r\n\u0003\u0004\r\n\r\n")),
                row(
                        "a TLS alert",
                        Reason.INVALID_HTTP_RESPONSE,
                        stage -> stage.plain(peer -> {
                            peer.readHead();
                            peer.send((byte) 0x15, (byte) 3, (byte) 1, (byte) 0, (byte) 2, (byte) 2, (byte) 10);
                            peer.fin();
                        })),
                row(
                        "HTML without a head",
                        Reason.INVALID_HTTP_RESPONSE,
                        answering("<html>\r\n<body>hello</body>\r\n\r\n")),
                row(
                        "HTTP/1.0",
                        Reason.INVALID_HTTP_RESPONSE,
                        spoiling(answer -> answer.statusLine("HTTP/1.0 101 Switching Protocols"))),
                row("HTTP/2.0", Reason.INVALID_HTTP_RESPONSE, spoiling(answer -> answer.statusLine("HTTP/2.0 101"))),
                row("status that is no number", Reason.INVALID_HTTP_RESPONSE, answering("HTTP/1.1 abc OK\r\n\r\n")),
                row(
                        "head of 65 KiB",
                        Reason.RESPONSE_TOO_LARGE,
                        spoiling(answer -> answer.adding("X-Filler", "x".repeat(65 * 1024)))),
                row("head of 65 KiB in small fields", Reason.RESPONSE_TOO_LARGE, spoiling(UpgradeRows::manyFields)),
                row(
                        "head without an end",
                        Reason.RESPONSE_TOO_LARGE,
                        stage -> stage.plain(peer -> {
                            peer.readHead();
                            peer.send("HTTP/1.1 101 Switching Protocols\r\n");
                            endlessly(peer, "X-More: " + "y".repeat(1000) + "\r\n");
                        })),
                row(
                        "status line without an end",
                        Reason.RESPONSE_TOO_LARGE,
                        stage -> stage.plain(peer -> {
                            peer.readHead();
                            peer.send("HTTP/1.1 101 ");
                            endlessly(peer, "z".repeat(1000));
                        })));
    }

    private static UpgradeAnswer manyFields(UpgradeAnswer answer) {
        UpgradeAnswer large = answer;
        for (int i = 0; i < 700; i++) {
            large = large.adding("X-Filler-" + i, "x".repeat(90));
        }
        return large;
    }

    /** Until the client has enough, which shows as a failed write. */
    private static void endlessly(Peer peer, String text) throws IOException {
        while (true) {
            peer.send(text);
        }
    }

    private static List<GridRow> endRows() {
        Script resetAtOnce = peer -> {
            peer.readHead();
            peer.reset();
        };
        Script resetInside = peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: webso");
            peer.reset();
        };
        Script finAtOnce = peer -> {
            peer.readHead();
            peer.fin();
        };
        Script finInside = peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: webso");
            peer.fin();
        };
        Script hundredOnly = peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 100 Continue\r\n\r\n");
            peer.silence();
        };
        return List.of(
                row("RST before the head", Reason.CONNECTION_RESET, stage -> stage.plain(resetAtOnce)),
                row("RST inside the head", Reason.CONNECTION_RESET, stage -> stage.plain(resetInside)),
                row("RST before the head, wss", Reason.CONNECTION_RESET, secure(resetAtOnce)),
                row("FIN before the head", Reason.CONNECTION_CLOSED, stage -> stage.plain(finAtOnce)),
                row("FIN before the request was read", Reason.CONNECTION_CLOSED, stage -> stage.plain(Peer::fin)),
                row("FIN right after the TLS handshake", Reason.CONNECTION_CLOSED, secure(Peer::fin)),
                row(
                        "close_notify right after the TLS handshake",
                        Reason.CONNECTION_CLOSED,
                        secure(peer -> peer.tls().close())),
                row("FIN inside the head", Reason.CONNECTION_CLOSED, stage -> stage.plain(finInside)),
                row("FIN before the head, wss", Reason.CONNECTION_CLOSED, secure(finAtOnce)),
                row("close_notify inside the head, wss", Reason.CONNECTION_CLOSED, secure(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: webso");
                    peer.tls().close();
                })),
                row("silence", Reason.TIMEOUT, stage -> stage.shortBudget().plain(Script.SILENCE))
                        .where(seen -> assertThat(
                                        Objects.requireNonNull(seen.result().failure())
                                                .detail())
                                .contains("was over while waiting for the complete head of the response to the upgrade"
                                        + " request")),
                row(
                        "silence, wss",
                        Reason.TIMEOUT,
                        stage -> secure(Script.SILENCE).set(stage.shortBudget())),
                row(
                        "silence inside the head",
                        Reason.TIMEOUT,
                        stage -> stage.shortBudget().plain(peer -> {
                            peer.readHead();
                            peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: webso");
                            peer.silence();
                        })),
                row(
                        "silence after 100 Continue",
                        Reason.TIMEOUT,
                        stage -> stage.shortBudget().plain(hundredOnly)));
    }

    private static GridRow.Scene secure(Script script) {
        return stage -> stage.secure(stage.world().goodTls(), script);
    }

    private static GridRow.Scene answering(String text) {
        return stage -> stage.plain(peer -> {
            peer.readHead();
            peer.send(text);
            peer.fin();
        });
    }

    private static GridRow.Scene spoiling(UnaryOperator<UpgradeAnswer> change) {
        return stage -> stage.plain(peer -> {
            peer.send(change.apply(UpgradeAnswer.to(peer.readHead())).text());
            peer.fin();
        });
    }

    private static GridRow.Scene spoilingAccept(UnaryOperator<String> change) {
        return spoiling(answer -> answer.with(
                ACCEPT,
                change.apply(answer.headers().stream()
                        .filter(field -> field.hasName(ACCEPT))
                        .findFirst()
                        .orElseThrow()
                        .value())));
    }

    private static GridRow.Scene offering(UnaryOperator<UpgradeAnswer> change) {
        return stage -> spoiling(change).set(stage.subprotocols("chat", "mqtt"));
    }

    private static GridRow row(String name, Reason reason, GridRow.Scene scene) {
        return GridRow.of(name, UPGRADE, reason, scene);
    }
}
