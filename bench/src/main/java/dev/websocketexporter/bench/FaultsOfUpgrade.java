package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Targets that accept the connection, and do not upgrade it as they should. */
final class FaultsOfUpgrade {
    private static final String HALF_A_HEAD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: webso";
    private static final Duration DRIBBLE = Duration.ofMillis(50);

    private FaultsOfUpgrade() {}

    static List<Fault> all() {
        return List.of(
                answering("status_503", "the status 503", "processing/unexpected_status", peer -> {
                    peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nlater");
                    peer.fin();
                }),
                answering("no_http", "bytes that are no HTTP", "processing/invalid_http_response", peer -> {
                    peer.send("\u0001\u00ff\u0000\u007f\u0080\r\n\u0003\u0004\r\n\r\n");
                    peer.fin();
                }),
                answering("endless_head", "a head without an end", "processing/response_too_large", peer -> {
                    peer.send("HTTP/1.1 101 Switching Protocols\r\n");
                    untilTheEnd(peer, "X-More: " + "y".repeat(1000) + "\r\n", Duration.ZERO);
                }),
                spoiling(
                        "bad_accept",
                        "the Accept of another key",
                        "processing/bad_accept",
                        answer -> answer.with("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")),
                spoiling(
                                "wrong_subprotocol",
                                "a subprotocol that was not offered",
                                "processing/unexpected_subprotocol",
                                answer -> answer.with("Sec-WebSocket-Protocol", "superchat"))
                        .with("subprotocols: [chat]"),
                answering("redirect_loop", "a redirect to itself", "processing/too_many_redirects", peer -> {
                            peer.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");
                            peer.fin();
                        })
                        .with("http_config: {follow_redirects: true}"),
                answering("head_reset", "a reset inside the head", "processing/connection_reset", peer -> {
                    peer.send(HALF_A_HEAD);
                    peer.reset();
                }),
                answering("head_closed", "the end inside the head", "processing/connection_closed", peer -> {
                    peer.send(HALF_A_HEAD);
                    peer.fin();
                }),
                answering("head_dribbled", "a head of which a byte comes every 50 ms", "processing/timeout", peer -> {
                    peer.send("HTTP/1.1 101 Switching Protocols\r\nX-More: ");
                    untilTheEnd(peer, "y", DRIBBLE);
                }));
    }

    private static Fault answering(String name, String does, String expected, Script answer) {
        return Fault.plain(name, does, expected, peer -> {
            peer.readHead();
            answer.play(peer);
        });
    }

    private static Fault spoiling(String name, String does, String expected, UnaryOperator<UpgradeAnswer> change) {
        return Fault.plain(name, does, expected, peer -> {
            peer.send(change.apply(UpgradeAnswer.to(peer.readHead())).text());
            peer.fin();
        });
    }

    /** Until the client has enough, which shows as a write that fails. */
    private static void untilTheEnd(Peer peer, String text, Duration pause) throws IOException {
        while (true) {
            peer.send(text);
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
