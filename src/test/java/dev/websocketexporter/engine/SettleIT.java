package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Said.PONG;
import static dev.websocketexporter.engine.Said.TEXT;
import static dev.websocketexporter.engine.Said.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers that accept each upgrade, and refuse by what they send after it. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class SettleIT {
    private static final Duration SETTLE = Duration.ofMillis(150);

    /** So long that a probe which waits for its end is out of time. */
    private static final Duration LONG = Duration.ofSeconds(9);

    private static final Conversation ALONE = Conversation.NONE.withSettle(SETTLE);

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

    private static ConversationReport succeeded(ProbeResult result) {
        assertThat(result.failure()).as("%s", result.log()).isNull();
        return Objects.requireNonNull(result.conversation());
    }

    private static Failure failed(ProbeResult result, Reason reason) {
        Failure failure = Objects.requireNonNull(result.failure(), () -> "no failure: " + result.log());
        assertThat(failure.phase() + "/" + failure.reason()).as("%s", failure).isEqualTo("CONVERSATION/" + reason);
        return failure;
    }

    private static Duration transfer(ProbeResult result) {
        return Objects.requireNonNull(result.timings().phases().get(Phase.CONVERSATION));
    }

    @Test
    void connectionThatStaysOpenSucceedsAfterTheTimeWhichIsNoOverhead() throws Exception {
        ProbeResult result = probe(ALONE, peer -> {});
        assertThat(succeeded(result).received()).isEqualTo(Traffic.NONE);
        assertThat(transfer(result)).isBetween(SETTLE, SETTLE.multipliedBy(2).minusMillis(1));
        assertThat(result.timings().overhead()).isLessThan(SETTLE);
    }

    @Test
    void closeAfterThe101IsARefusal() throws Exception {
        ProbeResult result = probe(Conversation.NONE.withSettle(LONG), peer -> {
            peer.sendClose(4406, "Subprotocol not acceptable");
        });
        assertThat(failed(result, Reason.CLOSED_BY_PEER).detail())
                .matches("the server sent Close 4406 \"Subprotocol not acceptable\" before the conversation was over,"
                        + " (at the beginning|after \\S+ .?s) of the settle of 9 s after the upgrade: perhaps a refusal,"
                        + " as some servers give behind an upgrade; no subprotocol was offered");
        assertThat(result.close())
                .isEqualTo(new CloseReport(4406, "Subprotocol not acceptable", true).closedByServer());
        assertThat(transfer(result)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void endAfterThe101IsARefusalToo() throws Exception {
        assertThat(failed(probe(Conversation.NONE.withSettle(LONG), peer -> peer.fin()), Reason.CONNECTION_CLOSED)
                        .detail())
                .matches(".* over, (at the beginning|after \\S+ .?s) of the settle of 9 s after the upgrade");
    }

    @Test
    void refusalIsSeenBehindMessagesThatNobodyHasTaken() throws Exception {
        ProbeResult result =
                probe(Conversation.NONE.withSettle(LONG).withSteps(List.of(Said.expect("welcome"))), peer -> {
                    peer.sendFrame(TEXT, utf8("welcome"));
                    peer.sendClose(1008, "");
                });
        failed(result, Reason.CLOSED_BY_PEER);
        assertThat(Objects.requireNonNull(result.conversation()).steps()).isEmpty();
        assertThat(Objects.requireNonNull(result.conversation()).failedStep()).isNull();
    }

    @Test
    void messagesOfTheFirstSettleAreForTheSteps() throws Exception {
        ConversationReport report = succeeded(probe(ALONE.withSteps(List.of(Said.expect("^welcome$"))), peer -> {
            peer.sendFrame(TEXT, utf8("welcome"));
        }));
        assertThat(report.steps()).hasSize(1);
        assertThat(report.steps().get(0).duration()).isLessThan(SETTLE);
    }

    @Test
    void itIsWaitedBeforeAndAfterTheSteps() throws Exception {
        ProbeResult result = probe(ALONE.withSteps(List.of(Said.send("hello"))), peer -> {
            peer.readFrame();
            peer.sendFrame(TEXT, utf8("ignored"));
        });
        assertThat(succeeded(result).received().messages()).isEqualTo(1);
        assertThat(transfer(result)).isGreaterThanOrEqualTo(SETTLE.multipliedBy(2));
    }

    @Test
    void closeAfterTheLastStepIsNoSuccess() throws Exception {
        ProbeResult result = probe(ALONE.withSteps(List.of(Said.send("hello"))), peer -> {
            peer.readFrame();
            peer.sendClose(4403, "Forbidden");
        });
        assertThat(failed(result, Reason.CLOSED_BY_PEER).detail())
                .matches("the server sent Close 4403 \"Forbidden\" before the conversation was over, (at the beginning"
                        + "|after \\S+ .?s) of the settle of 150 ms after the conversation.*");
        assertThat(Objects.requireNonNull(result.conversation()).failedStep()).isNull();
    }

    @Test
    void closeDuringAStepHasNothingToDoWithTheSettleBefore() throws Exception {
        ProbeResult result = probe(ALONE.withSteps(List.of(Said.send("a"), Said.expect("b"))), peer -> {
            peer.readFrame();
            peer.sendClose(1011, "");
        });
        assertThat(failed(result, Reason.CLOSED_BY_PEER).detail())
                .startsWith("the server sent Close 1011 before the conversation was over")
                .doesNotContain("settle");
        assertThat(Objects.requireNonNull(result.conversation()).failedStep()).isEqualTo(2);
    }

    @Test
    void itSurroundsHeartbeatAndHold() throws Exception {
        Duration hold = Duration.ofMillis(50);
        Conversation all = ALONE.with(new Heartbeat(1, Duration.ofMillis(1), Duration.ofSeconds(2), 0))
                .withHold(hold);
        ProbeResult result = probe(all, peer -> {
            peer.sendFrame(PONG, peer.readFrame().payload());
            peer.sendFrame(PONG, peer.readFrame().payload());
        });
        assertThat(Objects.requireNonNull(succeeded(result).heartbeat()).pongsReceived())
                .isEqualTo(1);
        assertThat(transfer(result))
                .isGreaterThanOrEqualTo(SETTLE.multipliedBy(2).plus(hold));
        assertThat(failed(
                                probe(all, peer -> {
                                    peer.sendFrame(PONG, peer.readFrame().payload());
                                    peer.sendFrame(PONG, peer.readFrame().payload());
                                    peer.sendClose(1001, "");
                                }),
                                Reason.CLOSED_BY_PEER)
                        .detail())
                .endsWith(" of the settle of 150 ms after the conversation");
    }

    @Test
    void whatBreaksTheProtocolFailsInItToo() throws Exception {
        failed(probe(Conversation.NONE.withSettle(LONG), peer -> peer.send("\u0083\u0000")), Reason.PROTOCOL_ERROR);
    }

    @Test
    void deadlineInItSaysSo() throws Exception {
        ProbeResult result;
        try (Stage stage = probes.stage().shortBudget()) {
            result = Probing.end(
                    probes.prober(),
                    stage.with(stage.module().with(Conversation.NONE.withSettle(LONG)))
                            .plain(peer -> {
                                peer.upgrade();
                                peer.silence();
                            }));
        }
        assertThat(failed(result, Reason.TIMEOUT).detail())
                .isEqualTo("the time budget of 400 ms was over while waiting for the settle of 9 s after the upgrade"
                        + " to end");
    }
}
