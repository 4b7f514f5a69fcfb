package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Said.PING;
import static dev.websocketexporter.engine.Said.PONG;
import static dev.websocketexporter.engine.Said.TEXT;
import static dev.websocketexporter.engine.Said.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.Health;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeat and hold, against servers that answer pings, or do not, or do worse. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HeartbeatIT {
    private static final Duration INTERVAL = Duration.ofMillis(60);
    private static final Duration PONG_TIMEOUT = Duration.ofMillis(700);
    private static final Duration HOLD = Duration.ofMillis(900);

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

    private static ProbeResult probe(Conversation conversation, Script afterUpgrade) throws Exception {
        return probes.converse(conversation, afterUpgrade);
    }

    private static Conversation pings(int count, int maxMissed) {
        return Conversation.NONE.with(new Heartbeat(count, INTERVAL, PONG_TIMEOUT, maxMissed));
    }

    private static Conversation hold() {
        return pings(0, 0).withHold(HOLD);
    }

    private static HeartbeatReport heartbeat(ProbeResult result) {
        HeartbeatReport report = Objects.requireNonNull(result.conversation()).heartbeat();
        return Objects.requireNonNull(report, () -> "no heartbeat: " + result.log());
    }

    private static Failure failed(ProbeResult result, Reason reason) {
        Failure failure = Objects.requireNonNull(result.failure(), () -> "no failure: " + result.log());
        assertThat(failure.phase() + "/" + failure.reason()).as("%s", failure).isEqualTo("CONVERSATION/" + reason);
        assertThat(result.timings().phases()).containsKey(Phase.CONVERSATION);
        return failure;
    }

    private static ReceivedFrame readPing(Peer peer) throws IOException {
        ReceivedFrame ping = peer.readFrame();
        assertThat(ping.opcode()).isEqualTo(PING);
        return ping;
    }

    private static void answer(Peer peer) throws IOException {
        peer.sendFrame(PONG, readPing(peer).payload());
    }

    private static Script answering(int pings) {
        return peer -> {
            for (int i = 0; i < pings; i++) {
                answer(peer);
            }
        };
    }

    @Test
    void everyPingIsAnsweredByAHealthyServer() throws Exception {
        List<Bytes> payloads = new CopyOnWriteArrayList<>();
        ProbeResult result = probe(pings(4, 0), peer -> {
            for (int i = 0; i < 4; i++) {
                ReceivedFrame ping = readPing(peer);
                assertThat(ping.masked()).isTrue();
                payloads.add(Bytes.of(ping.payload()));
                peer.sendFrame(TEXT, utf8("noise"));
                peer.sendFrame(PONG, ping.payload());
            }
        });
        assertThat(result.failure()).isNull();
        HeartbeatReport report = heartbeat(result);
        assertThat(report.pingsSent()).isEqualTo(4);
        assertThat(report.pongsReceived()).isEqualTo(4);
        assertThat(report.health()).isEqualTo(Health.HEALTHY);
        HeartbeatReport.RoundTrips times = Objects.requireNonNull(report.roundTrips());
        assertThat(times.min()).isPositive().isLessThanOrEqualTo(times.mean());
        assertThat(times.mean()).isLessThanOrEqualTo(times.max());
        assertThat(Set.copyOf(new HashSet<>(payloads)))
                .as("payloads of their own")
                .hasSize(4);
        assertThat(payloads)
                .allSatisfy(payload -> assertThat(new String(payload.toArray(), StandardCharsets.ISO_8859_1))
                        .as("what every server can send back")
                        .matches("[0-9A-Za-z]{10}"));
        Duration phase = Objects.requireNonNull(result.timings().phases().get(Phase.CONVERSATION));
        assertThat(phase)
                .as("three intervals, and it ends with the last pong")
                .isBetween(INTERVAL.multipliedBy(3), INTERVAL.multipliedBy(3).plus(PONG_TIMEOUT));
        assertThat(Objects.requireNonNull(result.conversation()).received().messages())
                .isEqualTo(4);
        assertThat(result.log()).anyMatch(line -> line.message().startsWith("the pong to ping 4 of 4 came after "));
    }

    @Test
    void nextPingWaitsForTheOutcomeOfTheOneBefore() throws Exception {
        ProbeResult result = probe(pings(2, 1), peer -> {
            readPing(peer);
            // Its pong is missed, which takes longer than the interval.
            answer(peer);
        });
        assertThat(result.failure()).isNull();
        assertThat(heartbeat(result).health()).isEqualTo(Health.DEGRADED);
        assertThat(heartbeat(result).pongsReceived()).isEqualTo(1);
        assertThat(result.timings().phases().get(Phase.CONVERSATION))
                .isBetween(PONG_TIMEOUT, PONG_TIMEOUT.plus(INTERVAL).plusMillis(700));
    }

    @Test
    void oneMissedPongTooManyFailsAtOnce() throws Exception {
        ProbeResult result = probe(pings(5, 1), peer -> {
            answer(peer);
            readPing(peer);
            readPing(peer);
        });
        assertThat(failed(result, Reason.PONG_MISSED).detail())
                .isEqualTo("no pong to ping 3 of 5 within 700 ms; missed: 2 (expected: at most 1)");
        assertThat(heartbeat(result).pingsSent()).isEqualTo(3);
        assertThat(heartbeat(result).pongsReceived()).isEqualTo(1);
        assertThat(heartbeat(result).health()).isEqualTo(Health.UNHEALTHY);
        assertThat(Objects.requireNonNull(result.conversation()).failedStep()).isNull();
    }

    @Test
    void pongWithAnotherPayloadIsNoAnswer() throws Exception {
        ProbeResult result = probe(pings(1, 0), peer -> {
            readPing(peer);
            peer.sendFrame(PONG, utf8("wrong"));
            peer.sendFrame(PONG);
        });
        failed(result, Reason.PONG_MISSED);
        assertThat(heartbeat(result).roundTrips()).isNull();
        assertThat(result.log())
                .anyMatch(line -> line.message()
                        .equals("a pong with the payload \"wrong\" came, which answers none of the exporter's pings"));
    }

    @Test
    void latePongIsNoAnswer() throws Exception {
        ProbeResult result = probe(pings(2, 1), peer -> {
            ReceivedFrame first = readPing(peer);
            ReceivedFrame second = readPing(peer);
            peer.sendFrame(PONG, first.payload());
            peer.sendFrame(PONG, second.payload());
        });
        assertThat(result.failure()).isNull();
        assertThat(heartbeat(result).pongsReceived()).isEqualTo(1);
        assertThat(heartbeat(result).health()).isEqualTo(Health.DEGRADED);
        assertThat(result.log())
                .anyMatch(line -> line.message().startsWith("the pong to ping 1 of 2 came too late, after "));
    }

    @Test
    void closeFrameEndsAHeartbeatAtOnce() throws Exception {
        ProbeResult result = probe(pings(3, 3), peer -> {
            answer(peer);
            peer.sendClose(1001, "bye");
        });
        failed(result, Reason.CLOSED_BY_PEER);
        assertThat(heartbeat(result).health()).isEqualTo(Health.UNHEALTHY);
        assertThat(heartbeat(result).pongsReceived()).isEqualTo(1);
    }

    @Test
    void deadlineInAHeartbeatSaysWhichPongWasMissing() throws Exception {
        try (Stage stage = probes.stage()) {
            Conversation patient = Conversation.NONE.with(new Heartbeat(2, INTERVAL, Duration.ofSeconds(9), 0));
            ProbeResult result = Probing.end(
                    probes.prober(),
                    stage.shortBudget().with(stage.module().with(patient)).plain(peer -> {
                        peer.upgrade();
                        answer(peer);
                        Said.farewell(peer);
                    }));
            assertThat(failed(result, Reason.TIMEOUT).detail())
                    .endsWith("was over while waiting for the pong to ping 2 of 2");
            assertThat(heartbeat(result).pingsSent()).isEqualTo(2);
            assertThat(heartbeat(result).health()).isEqualTo(Health.UNHEALTHY);
        }
    }

    @Test
    void heldConnectionThatAnswersIsASuccess() throws Exception {
        ProbeResult result = probe(hold(), peer -> {
            peer.sendFrame(PING, utf8("are you there?"));
            assertThat(peer.readFrame().opcode()).isEqualTo(PONG);
            answer(peer);
        });
        assertThat(result.failure()).isNull();
        assertThat(result.timings().phases().get(Phase.CONVERSATION)).isBetween(HOLD, HOLD.plus(PONG_TIMEOUT));
        assertThat(Objects.requireNonNull(result.conversation()).heartbeat())
                .as("no figures")
                .isNull();
    }

    @Test
    void pingOfTheHoldIsNotOfTheHeartbeat() throws Exception {
        ProbeResult result = probe(pings(2, 0).withHold(HOLD), answering(3));
        assertThat(result.failure()).isNull();
        assertThat(heartbeat(result).pingsSent()).isEqualTo(2);
        assertThat(heartbeat(result).health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void heldConnectionThatIsDeadIsFound() throws Exception {
        ProbeResult result = probe(pings(1, 0).withHold(HOLD), answering(1));
        assertThat(failed(result, Reason.PONG_MISSED).detail())
                .isEqualTo(
                        "no pong to the ping after the hold of 900 ms within 700 ms (expected: a pong with its payload)");
        assertThat(heartbeat(result).health())
                .as("of the heartbeat, which was over")
                .isEqualTo(Health.HEALTHY);
    }

    @Test
    void waysToEndDuringAHoldAreToldApart() throws Exception {
        assertThat(failed(probe(hold(), peer -> peer.sendClose(1001, "idle")), Reason.CLOSED_BY_PEER)
                        .detail())
                .contains("1001", "idle");
        failed(probe(hold(), Peer::fin), Reason.CONNECTION_CLOSED);
        ProbeResult reset = probe(hold(), Peer::reset);
        failed(reset, Reason.CONNECTION_RESET);
        assertThat(reset.timings().total()).as("at once").isLessThan(HOLD);
    }

    @Test
    void deadlineInAHoldSaysSo() throws Exception {
        try (Stage stage = probes.stage()) {
            Conversation patient = Conversation.NONE.withHold(Duration.ofSeconds(9));
            ProbeResult result = Probing.end(
                    probes.prober(),
                    stage.shortBudget().with(stage.module().with(patient)).plain(peer -> {
                        peer.upgrade();
                        Said.farewell(peer);
                    }));
            assertThat(failed(result, Reason.TIMEOUT).detail())
                    .isEqualTo("the time budget of 400 ms was over while waiting for the hold of 9 s to end");
        }
    }

    @Test
    void cancelledProbeTellsWhatItHad() throws Exception {
        List<ReceivedFrame> seen = new CopyOnWriteArrayList<>();
        try (Stage stage = probes.stage()) {
            Prober.Handle running = probes.prober()
                    .start(stage.with(stage.module().with(pings(100, 100))).plain(peer -> {
                        peer.upgrade();
                        seen.add(readPing(peer));
                        Said.farewell(peer);
                    }));
            Conditions.await(Duration.ofSeconds(5), () -> !seen.isEmpty(), () -> "no ping came");
            running.cancel();
            ProbeResult result = Probing.end(running);
            assertThat(result.outcome()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(heartbeat(result).pingsSent()).isEqualTo(1);
        }
    }
}
