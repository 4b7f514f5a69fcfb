package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.ServerFrames.concat;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static dev.websocketexporter.probe.Phase.CONVERSATION;
import static dev.websocketexporter.probe.Phase.UPGRADE;

import dev.websocketexporter.probe.Conversation;
import dev.websocketexporter.probe.Conversation.Compression;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import java.time.Duration;
import java.util.List;

/** Ways to fail between the 101 and our Close, whatever is being said. */
final class FrameRows {
    /** Longer than any failure takes to be seen, and never waited for. */
    private static final Duration HOLD = Duration.ofSeconds(8);

    private FrameRows() {}

    static List<GridRow> all() {
        return List.of(
                GridRow.of(
                        "declines compression",
                        UPGRADE,
                        Reason.MISSING_EXTENSION,
                        stage -> stage.with(stage.module().with(Conversation.NONE.with(Compression.REQUIRED)))
                                .plain(Peer::upgrade)),
                row("masked frame", Reason.PROTOCOL_ERROR, sending(hex("8181 00000000 61"))),
                row("invalid UTF-8 over two frames", Reason.INVALID_UTF8, sending(hex("0101 e2 8001 28"))),
                row("announces 2^63-1 bytes", Reason.MESSAGE_TOO_LARGE, sending(hex("827f 7fffffffffffffff"))),
                row("Close 1013", Reason.CLOSED_BY_PEER, sending(ServerFrames.close(1013, "later"))),
                row("message, then Close 1008, then FIN", Reason.CLOSED_BY_PEER, peer -> {
                    peer.upgrade();
                    peer.send(concat(ServerFrames.text("x"), ServerFrames.close(1008, "")));
                    peer.fin();
                }),
                row("FIN", Reason.CONNECTION_CLOSED, peer -> {
                    peer.upgrade();
                    peer.fin();
                }),
                row("FIN inside of a frame", Reason.CONNECTION_CLOSED, peer -> {
                    peer.upgrade();
                    peer.send(hex("8105 61"));
                    peer.fin();
                }),
                row("RST", Reason.CONNECTION_RESET, peer -> {
                    peer.upgrade();
                    peer.send(ServerFrames.ping("x"));
                    peer.readFrame();
                    peer.reset();
                }));
    }

    private static GridRow row(String name, Reason reason, Script script) {
        return GridRow.of(
                name,
                CONVERSATION,
                reason,
                stage -> stage.with(stage.module().with(Conversation.NONE.withHold(HOLD)))
                        .plain(script));
    }

    private static Script sending(byte[] frames) {
        return peer -> {
            peer.upgrade();
            peer.send(frames);
            peer.silence();
        };
    }
}
