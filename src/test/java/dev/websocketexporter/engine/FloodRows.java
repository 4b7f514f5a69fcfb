package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.AfterUpgrade.ASKED;
import static dev.websocketexporter.engine.AfterUpgrade.HELD;
import static dev.websocketexporter.engine.AfterUpgrade.PINGED;
import static dev.websocketexporter.engine.ServerFrames.concat;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static dev.websocketexporter.engine.ServerFrames.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Servers that say too much, or nothing at all, until the client has had enough. */
final class FloodRows {
    private static final byte[] PINGS = times(1000, ServerFrames.ping("are you there?"));
    private static final byte[] PONGS = times(1000, ServerFrames.pong("I am here"));
    private static final byte[] MESSAGES = times(1000, ServerFrames.text("news"));
    private static final byte[] EMPTY_MESSAGES = times(10_000, hex("8100"));
    private static final byte[] LARGE_MESSAGES = ServerFrames.binary(1 << 20);
    private static final byte[] EMPTY_FRAGMENTS = times(10_000, hex("0000"));
    private static final byte[] BYTES = times(1000, hex("0001 61"));

    /** Of a message that a server which does not read never takes in. */
    private static final int MUCH = 16 << 20;

    /** For rows that wait until it is over, and before that encode much. */
    private static final Duration AMPLE = Duration.ofMillis(1_500);

    private FloodRows() {}

    static List<GridRow> all() {
        AfterUpgrade waiting = ASKED.shortBudget();
        AfterUpgrade unanswered = impatient();
        return Stream.of(
                        waiting.fails("silence", Reason.TIMEOUT, peer -> {}),
                        waiting.secure().fails("silence", Reason.TIMEOUT, peer -> {}),
                        waiting.fails("silence inside of a header", Reason.TIMEOUT, hex("827f 000000")),
                        waiting.fails("silence inside of a message", Reason.TIMEOUT, hex("0101 61 8005 61")),
                        waiting.fails("flood of pings", Reason.TIMEOUT, flood(PINGS)),
                        waiting.fails("flood of pongs", Reason.TIMEOUT, flood(PONGS)),
                        waiting.fails("flood of messages", Reason.TIMEOUT, flood(MESSAGES)),
                        waiting.fails("flood of empty messages", Reason.TIMEOUT, flood(EMPTY_MESSAGES)),
                        waiting.fails("flood of large messages", Reason.TIMEOUT, flood(LARGE_MESSAGES)),
                        waiting.secure().fails("flood of messages", Reason.TIMEOUT, flood(MESSAGES)),
                        waiting.fails("endless empty fragments", Reason.TIMEOUT, beginning("0100", EMPTY_FRAGMENTS)),
                        waiting.fails(
                                "endless empty fragments and pings",
                                Reason.TIMEOUT,
                                beginning("0100", concat(PINGS, EMPTY_FRAGMENTS))),
                        ASKED.fails("endless fragments", Reason.MESSAGE_TOO_LARGE, beginning("0100", BYTES)),
                        HELD.fails("endless fragments", Reason.MESSAGE_TOO_LARGE, beginning("0100", BYTES)),
                        ASKED.secure().fails("endless fragments", Reason.MESSAGE_TOO_LARGE, beginning("0100", BYTES)),
                        HELD.shortBudget().fails("longer than the probe may take", Reason.TIMEOUT, peer -> {}),
                        HELD.shortBudget().fails("flood of messages", Reason.TIMEOUT, flood(MESSAGES)),
                        PINGED.shortBudget().fails("silence for longer than the probe", Reason.TIMEOUT, peer -> {}),
                        unanswered.fails("silence", Reason.PONG_MISSED, peer -> {}),
                        unanswered.fails("flood of pings", Reason.PONG_MISSED, flood(PINGS)),
                        unanswered.fails("flood of pongs with another payload", Reason.PONG_MISSED, flood(PONGS)),
                        unanswered.fails("flood of messages", Reason.PONG_MISSED, flood(MESSAGES)),
                        unanswered.fails("flood of large messages", Reason.PONG_MISSED, flood(LARGE_MESSAGES)),
                        unanswered.fails(
                                "flood of empty fragments", Reason.PONG_MISSED, beginning("0100", EMPTY_FRAGMENTS)),
                        deaf("reads nothing", peer -> {}),
                        deaf("reads nothing and floods with messages", flood(MESSAGES)),
                        deaf("reads nothing and floods with pings", flood(PINGS)))
                .map(FloodRows::tracingFewBuffers)
                .toList();
    }

    private static GridRow tracingFewBuffers(GridRow row) {
        return new GridRow(
                row.name(),
                row.phase(),
                row.reason(),
                stage -> row.scene().set(stage.tracingFewBuffers()),
                row.engine(),
                row.timed(),
                row.facts());
    }

    private static AfterUpgrade impatient() {
        return PINGED.with(
                "pinged", Conversation.NONE.with(new Heartbeat(3, Duration.ofMillis(10), Duration.ofMillis(150), 0)));
    }

    /** The client cannot get rid of what it has to say, and must not collect what it receives meanwhile. */
    private static GridRow deaf(String name, Script misdeed) {
        Step much = new Step(null, null, 0, new Payload.Binary(Bytes.of(new byte[MUCH])), null, List.of());
        AfterUpgrade setting = ASKED.within(AMPLE)
                .with("told much", Conversation.NONE.withSteps(List.of(much, Said.expect("x"))))
                .opening(Peer::upgrade)
                .about(seen -> {
                    assertThat(seen.conversation().failedStep()).isEqualTo(1);
                    assertThat(seen.conversation().sent()).isEqualTo(Traffic.NONE);
                    assertThat(seen.conversation().received().messages()).isLessThanOrEqualTo(1000);
                    assertThat(seen.conversation().received().bytes()).isLessThanOrEqualTo(1 << 20);
                });
        return setting.failsUnheard(name, Reason.TIMEOUT, misdeed);
    }

    private static Script beginning(String hex, byte[] then) {
        return peer -> {
            peer.send(hex(hex));
            flood(then).play(peer);
        };
    }

    /** Sends this again and again until the connection ends, while the script goes on. */
    private static Script flood(byte[] bytes) {
        return peer -> {
            Thread flood = new Thread(() -> sendUntilTheEnd(peer, bytes), "flood");
            flood.setDaemon(true);
            flood.start();
        };
    }

    private static void sendUntilTheEnd(Peer peer, byte[] bytes) {
        try {
            while (true) {
                peer.send(bytes);
            }
        } catch (IOException e) {
            return; // which is how this ends
        }
    }
}
