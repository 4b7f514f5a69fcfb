package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Said.PING;
import static dev.websocketexporter.engine.Said.PONG;
import static dev.websocketexporter.engine.Said.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.Health;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that answer pings otherwise than RFC 6455 demands, or not at all, and modules that accept that. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HeartbeatAcceptIT {
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration PONG_TIMEOUT = Duration.ofMillis(400);
    private static final Duration HOLD = Duration.ofMillis(100);

    @TempDir
    private static Path directory;

    private static GridProbes probes;

    @BeforeAll
    static void start() throws Exception {
        probes = GridProbes.open(directory);
    }

    @AfterAll
    static void stop() {
        probes.close();
    }

    private static Conversation pings(int count, Accept accept) {
        return Conversation.NONE.with(new Heartbeat(count, INTERVAL, PONG_TIMEOUT, 0).with(accept));
    }

    private static Conversation hold(Accept accept) {
        return pings(0, accept).withHold(HOLD);
    }

    private static ProbeResult probe(Conversation conversation, Script afterUpgrade) throws Exception {
        return probes.converse(conversation, afterUpgrade);
    }

    private static ReceivedFrame readPing(Peer peer) throws IOException {
        ReceivedFrame ping = peer.readFrame();
        assertThat(ping.opcode()).isEqualTo(PING);
        return ping;
    }

    private static HeartbeatReport succeeded(ProbeResult result) {
        assertThat(result.failure()).as("%s", result.log()).isNull();
        return Objects.requireNonNull(result.conversation().heartbeat());
    }

    private static Failure failed(ProbeResult result, Reason reason) {
        Failure failure = Objects.requireNonNull(result.failure(), () -> "no failure: " + result.log());
        assertThat(failure.phase() + "/" + failure.reason()).as("%s", failure).isEqualTo("CONVERSATION/" + reason);
        return failure;
    }

    @Test
    void emptyPongIsNamedWhereAMatchingOneIsDemanded() throws Exception {
        Script empty = peer -> {
            readPing(peer);
            peer.sendFrame(PONG);
        };
        assertThat(failed(probe(pings(3, Accept.MATCHING), empty), Reason.PONG_MISSED)
                        .detail())
                .isEqualTo("no pong to ping 1 of 3 within 400 ms; a pong with an empty payload came instead; missed: 1"
                        + " (expected: at most 0)");
        assertThat(failed(probe(hold(Accept.MATCHING), empty), Reason.PONG_MISSED)
                        .detail())
                .isEqualTo(
                        "no pong to the ping after the hold of 100 ms within 400 ms; a pong with an empty payload came"
                                + " instead (expected: a pong with its payload)");
    }

    @Test
    void everyPongThatIsNoAnswerIsNamedInTheLog() throws Exception {
        ProbeResult result = probe(pings(1, Accept.MATCHING), peer -> {
            readPing(peer);
            peer.sendFrame(PONG);
            peer.sendFrame(PONG, utf8("pong"));
        });
        assertThat(result.log().stream().map(LogLine::message))
                .contains(
                        "a pong with an empty payload came, which answers none of the exporter's pings",
                        "a pong with the payload \"pong\" came, which answers none of the exporter's pings")
                .noneMatch(line -> line.endsWith("payload") || line.endsWith("payload "));
    }

    @Test
    void otherPongIsNamedAtTheDeadlineToo() throws Exception {
        Duration longer = Duration.ofMinutes(1);
        ProbeResult result;
        try (Stage stage = probes.stage().shortBudget()) {
            Conversation patient = Conversation.NONE.with(new Heartbeat(3, INTERVAL, longer, 0));
            result = Probing.end(
                    probes.prober(), stage.with(stage.module().with(patient)).plain(peer -> {
                        peer.upgrade();
                        readPing(peer);
                        peer.sendFrame(PONG);
                        peer.silence();
                    }));
        }
        assertThat(failed(result, Reason.TIMEOUT).detail())
                .endsWith("while waiting for the pong to ping 1 of 3; a pong with an empty payload came instead");
    }

    @Test
    void otherPongsAreNamedByTheirPayload() throws Exception {
        ProbeResult text = probe(pings(1, Accept.MATCHING), peer -> {
            readPing(peer);
            peer.sendFrame(PONG, utf8("pong!"));
        });
        assertThat(failed(text, Reason.PONG_MISSED).detail())
                .contains("; a pong with the payload \"pong!\" came instead;");
        ProbeResult binary = probe(pings(1, Accept.MATCHING), peer -> {
            readPing(peer);
            peer.sendFrame(PONG, Said.array(0, 255));
        });
        assertThat(failed(binary, Reason.PONG_MISSED).detail())
                .contains("; a pong with the payload 0x00ff came instead;");
    }

    @Test
    void firstTenBytesAreAnAnswerWhereAnyPongIs() throws Exception {
        HeartbeatReport report = succeeded(probe(pings(2, Accept.ANY_PONG), peer -> {
            for (int i = 0; i < 2; i++) {
                peer.sendFrame(PONG, java.util.Arrays.copyOf(readPing(peer).payload(), 10));
            }
        }));
        assertThat(report.pongsReceived()).isEqualTo(2);
    }

    @Test
    void anyPongIsAnAnswerWhereTheModuleSaysSo() throws Exception {
        HeartbeatReport report = succeeded(probe(pings(3, Accept.ANY_PONG), peer -> {
            for (int i = 0; i < 3; i++) {
                readPing(peer);
                peer.sendFrame(PONG);
            }
        }));
        assertThat(report.pongsReceived()).isEqualTo(3);
        assertThat(report.health()).isEqualTo(Health.HEALTHY);
        assertThat(Objects.requireNonNull(report.roundTrips()).min()).isPositive();
        assertThat(probe(hold(Accept.ANY_PONG), peer -> {
                            readPing(peer);
                            peer.sendFrame(PONG);
                        })
                        .failure())
                .isNull();
    }

    @Test
    void pongBeforeAPingIsNoAnswerToIt() throws Exception {
        ProbeResult result = probe(pings(1, Accept.ANY_PONG).withHold(HOLD), peer -> {
            peer.sendFrame(PONG, readPing(peer).payload());
            peer.sendFrame(PONG, utf8("early"));
            readPing(peer);
        });
        assertThat(failed(result, Reason.PONG_MISSED).detail())
                .isEqualTo("no pong to the ping after the hold of 100 ms within 400 ms (expected: any pong)");
    }

    @Test
    void latePongOfAnEarlierPingIsNoAnswerToTheNext() throws Exception {
        Conversation once = Conversation.NONE.with(new Heartbeat(2, INTERVAL, PONG_TIMEOUT, 2).with(Accept.ANY_PONG));
        HeartbeatReport report = succeeded(probe(once, peer -> {
            ReceivedFrame first = readPing(peer);
            readPing(peer);
            peer.sendFrame(PONG, first.payload());
        }));
        assertThat(report.pongsReceived()).isZero();
        assertThat(report.health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void silenceFailsWhereAnyPongIsDemanded() throws Exception {
        assertThat(failed(probe(pings(1, Accept.ANY_PONG), HeartbeatAcceptIT::readPing), Reason.PONG_MISSED)
                        .detail())
                .startsWith("no pong to ping 1 of 1 within 400 ms; missed: 1");
    }

    @Test
    void silentServerIsHealthyWhereNothingNeedAnswer() throws Exception {
        ProbeResult result = probe(pings(3, Accept.NONE), peer -> {
            for (int i = 0; i < 3; i++) {
                readPing(peer);
            }
        });
        HeartbeatReport report = succeeded(result);
        assertThat(report.pingsSent()).isEqualTo(3);
        assertThat(report.pongsReceived()).isZero();
        assertThat(report.roundTrips()).isNull();
        assertThat(report.health()).isEqualTo(Health.HEALTHY);
        assertThat(result.timings().phases().get(Phase.CONVERSATION))
                .as("two intervals, then the time of a pong")
                .isBetween(
                        INTERVAL.multipliedBy(2).plus(PONG_TIMEOUT),
                        INTERVAL.multipliedBy(2).plus(PONG_TIMEOUT).plusMillis(300));
    }

    @Test
    void pongsCountWhereNothingNeedAnswer() throws Exception {
        ProbeResult result = probe(pings(2, Accept.NONE), peer -> {
            readPing(peer);
            peer.sendFrame(PONG, readPing(peer).payload());
        });
        assertThat(succeeded(result).pongsReceived()).isEqualTo(1);
        assertThat(result.timings().phases().get(Phase.CONVERSATION)).isLessThan(PONG_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void endOfTheConnectionFailsWhateverIsAccepted(Accept accept) throws Exception {
        ProbeResult result = probe(pings(2, accept), peer -> {
            readPing(peer);
            peer.fin();
        });
        failed(result, Reason.CONNECTION_CLOSED);
        assertThat(Objects.requireNonNull(result.conversation().heartbeat()).health())
                .isEqualTo(Health.UNHEALTHY);
        failed(
                probe(hold(accept), peer -> {
                    readPing(peer);
                    peer.sendClose(1008, "flood");
                }),
                Reason.CLOSED_BY_PEER);
    }

    @Test
    void heldConnectionThatStandsIsASuccessWhereNothingNeedAnswer() throws Exception {
        ProbeResult result = probe(hold(Accept.NONE), HeartbeatAcceptIT::readPing);
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.timings().phases().get(Phase.CONVERSATION)).isGreaterThan(HOLD.plus(PONG_TIMEOUT));
    }

    @Test
    void patienceForWhatNeedNotComeLeavesTimeForTheRest() throws Exception {
        Conversation patient =
                Conversation.NONE.with(new Heartbeat(1, INTERVAL, Duration.ofSeconds(60), 0).with(Accept.NONE));
        try (Stage stage = probes.stage()) {
            ProbeResult result = Probing.end(
                    probes.prober(),
                    stage.budget(Duration.ofMillis(800))
                            .with(stage.module().with(patient))
                            .plain(peer -> {
                                peer.upgrade();
                                readPing(peer);
                                Said.farewell(peer);
                            }));
            assertThat(succeeded(result).health()).isEqualTo(Health.HEALTHY);
        }
    }
}
