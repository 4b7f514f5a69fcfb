package dev.websocketexporter.bench;

import static dev.websocketexporter.engine.ServerFrames.deflate;
import static dev.websocketexporter.engine.ServerFrames.frame;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static dev.websocketexporter.engine.ServerFrames.times;

import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Targets that upgrade, and then break the rules, say the wrong thing, or nothing. */
final class FaultsAfterUpgrade {
    private static final String WAITS = "query_response: [{send: hi}, {expect: ^ready$, skip: -1}]";
    private static final int BOMB_BYTES = 8 << 20;
    private static final byte[] BOMB = frame(0xc2, deflate(new byte[BOMB_BYTES]));
    private static final byte[] MESSAGE = frame(0x82, new byte[16 << 10]);
    private static final int FRAGMENTS = 64;
    private static final int AT_ONCE = 2;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private FaultsAfterUpgrade() {}

    static List<Fault> all() {
        return List.of(
                asked("masked_frame", "a masked frame", "transfer/protocol_error", peer -> {
                    peer.send(hex("8181 00000000 61"));
                    hearOut(peer);
                }),
                compressed("bad_deflate", "a message that does not inflate", "transfer/protocol_error", hex("c101 ff")),
                compressed("bomb", "a message that inflates to 8 MiB", "transfer/message_too_large", BOMB),
                asked("fragments", "a message of endless fragments", "transfer/message_too_large", peer -> {
                            peer.send(hex("0201 61"));
                            byte[] fragments = times(FRAGMENTS, frame(0x00, new byte[100]));
                            while (true) {
                                peer.send(fragments);
                            }
                        })
                        .with("max_message_size: 64KiB"),
                asked("closes_1011", "a Close with the code 1011", "transfer/closed_by_peer", peer -> {
                    peer.sendClose(1011, "oops");
                    hearOut(peer);
                }),
                asked("conversation_reset", "a reset in the conversation", "transfer/connection_reset", Peer::reset),
                Fault.upgraded("pong_missed", "no pong", "transfer/pong_missed", Peer::silence)
                        .with("heartbeat: {pings: 1, timeout: 300ms}"),
                asked(
                                "flood",
                                "1.5 MiB of messages a second, none of which is the one that is waited for",
                                "transfer/timeout",
                                FaultsAfterUpgrade::flood)
                        // The upgrade must not take all of it.
                        .within("3s"),
                Fault.upgraded(
                                "wrong_close_code",
                                "another code in its Close than is expected",
                                "close/unexpected_close_code",
                                peer -> {
                                    peer.readFrame();
                                    peer.sendClose(1001, "");
                                    peer.silence();
                                })
                        .with("close: {expected: [1000], timeout: 10s}"));
    }

    private interface Misdeed {
        void play(Peer peer) throws IOException;
    }

    /** The client has said something and waits for an answer. */
    private static Fault asked(String name, String does, String expected, Misdeed misdeed) {
        return Fault.upgraded(name, does, expected, peer -> {
                    peer.readFrame();
                    misdeed.play(peer);
                })
                .with(WAITS);
    }

    /** The same, with compression agreed. */
    private static Fault compressed(String name, String does, String expected, byte[] misdeed) {
        return Fault.plain(name, does, expected, peer -> {
                    peer.send(UpgradeAnswer.to(peer.readHead())
                            .adding("Sec-WebSocket-Extensions", "permessage-deflate")
                            .text());
                    peer.readFrame();
                    peer.send(misdeed);
                    hearOut(peer);
                })
                .with(WAITS, "compression: true");
    }

    /** Until the client ends the connection, so that no reset overtakes what was sent. */
    private static void hearOut(Peer peer) throws IOException {
        peer.silence();
    }

    private static void flood(Peer peer) throws IOException {
        while (true) {
            for (int i = 0; i < AT_ONCE; i++) {
                peer.send(MESSAGE);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
