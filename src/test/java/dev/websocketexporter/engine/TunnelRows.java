package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.ProxyRows.acceptGreeting;
import static dev.websocketexporter.engine.ProxyRows.readCommand;
import static dev.websocketexporter.engine.ProxyRows.reply;

import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Targets that fail at the far end of a tunnel: it is reported as the target's failure, and nothing it says is lost. */
final class TunnelRows {
    private static final String BANNER = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";

    private TunnelRows() {}

    static List<GridRow> all() {
        Script bannerWithAnswer = connecting(peer -> peer.send("HTTP/1.1 200 OK\r\n\r\n" + BANNER));
        Script bannerWithReply = socks(peer -> peer.send(ByteBuffer.allocate(10 + BANNER.length())
                .put(reply(0))
                .put(BANNER.getBytes(StandardCharsets.US_ASCII))
                .array()));
        Script finAfterAnswer = connecting(peer -> {
            peer.send("HTTP/1.1 200 OK\r\n\r\n");
            peer.fin();
        });
        return List.of(
                row("banner with the proxy's answer", Phase.TLS, Reason.NOT_TLS, "http", bannerWithAnswer),
                row("banner with the SOCKS reply", Phase.TLS, Reason.NOT_TLS, "socks5", bannerWithReply),
                row(
                        "banner with the proxy's answer",
                        Phase.UPGRADE,
                        Reason.INVALID_HTTP_RESPONSE,
                        "http",
                        bannerWithAnswer),
                row(
                        "banner with the SOCKS reply",
                        Phase.UPGRADE,
                        Reason.INVALID_HTTP_RESPONSE,
                        "socks5",
                        bannerWithReply),
                row("FIN right after the tunnel", Phase.TLS, Reason.CONNECTION_CLOSED, "http", finAfterAnswer),
                row("FIN right after the tunnel", Phase.UPGRADE, Reason.CONNECTION_CLOSED, "http", finAfterAnswer));
    }

    private static Script connecting(Script answer) {
        return peer -> {
            peer.readHead();
            answer.play(peer);
            peer.silence();
        };
    }

    private static Script socks(Script reply) {
        return peer -> {
            acceptGreeting(peer);
            readCommand(peer);
            reply.play(peer);
            peer.silence();
        };
    }

    private static GridRow row(String name, Phase phase, Reason reason, String scheme, Script proxy) {
        String target = phase == Phase.TLS ? "wss" : "ws";
        return GridRow.of(name + ", " + scheme + ", " + target, phase, reason, stage -> {
            ScriptedServer server = stage.server(ScriptedServer.plain(proxy));
            return stage.through(scheme + "://127.0.0.1:" + server.port()).request(target + "://far.example:9/");
        });
    }
}
