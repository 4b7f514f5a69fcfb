package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.UPGRADE;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.Script;
import java.util.ArrayList;
import java.util.List;

/** Redirects that may not be followed, or lead nowhere. */
final class RedirectRows {
    private RedirectRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>();
        rows.add(row(
                "redirect without Location",
                Reason.REDIRECT_REFUSED,
                stage -> stage.followingRedirects()
                        .plain(answering("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"))));
        for (String location : List.of(
                "ftp://a.test/",
                "ws:",
                "ws://",
                "ws:///chat",
                "ws://a.test:0/",
                "ws://a.test:65536/",
                "ws://scott:tiger@a.test/",
                "ws://a b/",
                "http://[::1/",
                "mailto:a@b.test")) {
            rows.add(refused("redirect to " + location, location));
        }
        rows.add(refused("redirect to an address that is denied by default", "http://169.254.169.254/latest/"));
        rows.add(refused("redirect to a denied address in an odd spelling", "ws://0xa9fe.43518/"));
        rows.add(refused("redirect to a denied name", "ws://db.internal/"));
        rows.add(refused("redirect to a name with a denied address", "ws://aaaa.test/"));
        rows.add(row(
                "redirect from wss to ws",
                Reason.REDIRECT_REFUSED,
                stage -> stage.followingRedirects().secure(stage.world().goodTls(), redirecting("ws://localhost:9/"))));
        rows.add(row(
                "redirect from wss to http",
                Reason.REDIRECT_REFUSED,
                stage -> stage.followingRedirects()
                        .secure(stage.world().goodTls(), redirecting("http://localhost:9/"))));
        rows.add(row(
                "redirect to itself",
                Reason.TOO_MANY_REDIRECTS,
                stage -> stage.followingRedirects().plain(redirecting("/"))));
        rows.add(row(
                "redirect to itself, wss",
                Reason.TOO_MANY_REDIRECTS,
                stage -> stage.followingRedirects().secure(stage.world().goodTls(), redirecting(""))));
        return rows;
    }

    private static GridRow refused(String name, String location) {
        TargetPolicy policy = new TargetPolicy(
                List.of(),
                List.of(
                        PolicyEntry.parse("169.254.0.0/16"),
                        PolicyEntry.parse("*.internal"),
                        PolicyEntry.parse("::1")));
        return row(
                name,
                Reason.REDIRECT_REFUSED,
                stage -> stage.followingRedirects().policy(policy).plain(redirecting(location)));
    }

    private static Script redirecting(String location) {
        return answering("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static Script answering(String text) {
        return peer -> {
            peer.readHead();
            peer.send(text);
            peer.silence();
        };
    }

    private static GridRow row(String name, Reason reason, GridRow.Scene scene) {
        return GridRow.of(name, UPGRADE, reason, scene);
    }
}
