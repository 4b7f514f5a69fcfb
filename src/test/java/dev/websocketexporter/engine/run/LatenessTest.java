package dev.websocketexporter.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How late its event loop was, as one probe reports it. */
class LatenessTest {
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final Duration LATE = Duration.ofMillis(250);

    private static final OwnWork WAITING = new OwnWork() {
        @Override
        public void cancel() {
            throw new AssertionError("the probe goes on");
        }

        @Override
        public ExporterLimit limit() {
            return ExporterLimit.MATCHING;
        }

        @Override
        public String waitsFor() {
            return "a thread of the exporter";
        }

        @Override
        public long waitedNanos(long sinceBegun) {
            return BUDGET.toNanos() / 25;
        }
    };

    private long now = 1;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ProbeLoop loop = new ProbeLoop(channel.eventLoop(), () -> now, new LoopClock(() -> now));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void loopThatComesLateToTheProbeIsTold() throws Exception {
        ProbeRun run = run();
        now += LATE.toNanos();
        run.startDeadline();
        assertThat(run.context().lag().most()).isEqualTo(LATE);
    }

    @Test
    void momentOfHandingWorkOverAtTheDeadlineIsNotWhyTheTimeIsOver() throws Exception {
        ProbeRun run = run();
        run.context().waitFor(() -> "the target");
        now += BUDGET.toNanos() - BUDGET.toNanos() / 20 + 1;
        run.context().begin(WAITING);
        now += BUDGET.toNanos() / 20 - 1;
        Failure failure = run.context().overdue(Phase.CONVERSATION, BUDGET, "waiting for ");
        assertThat(failure).isEqualTo(new Failure(Phase.CONVERSATION, Reason.TIMEOUT, "waiting for the target"));
    }

    @Test
    void manyShortWaitsForTheExporterAreWhyTheTimeIsOver() throws Exception {
        ProbeRun run = run();
        for (int i = 0; i < 5; i++) {
            assertThat(run.context()
                            .overdue(Phase.CONVERSATION, BUDGET, "waiting for ")
                            .reason())
                    .isEqualTo(Reason.TIMEOUT);
            run.context().begin(WAITING);
            run.context().ended(WAITING);
        }
        run.context().begin(WAITING);
        assertThat(run.context()
                        .overdue(Phase.CONVERSATION, BUDGET, "waiting for ")
                        .reason())
                .isEqualTo(Reason.EXPORTER_LIMIT);
    }

    @Test
    void longWaitForTheExporterIsWhyTheTimeIsOver() throws Exception {
        ProbeRun run = run();
        run.context().waitFor(() -> "the target");
        run.context().begin(WAITING);
        now += BUDGET.toNanos() / 20;
        Failure failure = run.context().overdue(Phase.CONVERSATION, BUDGET, "waiting for ");
        assertThat(failure)
                .isEqualTo(Failure.ofExporter(
                        Phase.CONVERSATION, ExporterLimit.MATCHING, "waiting for a thread of the exporter"));
        run.context().ended(WAITING);
        assertThat(run.context()
                        .overdue(Phase.CONVERSATION, BUDGET, "waiting for ")
                        .reason())
                .isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void fileThatHasBeenReadIsNotWhyTheTimeIsOver() throws Exception {
        ProbeRun run = run();
        CompletableFuture<String> read = new CompletableFuture<>();
        run.context().waitFor(() -> "the proxy");
        run.context().waitForFile(read, () -> "the file /ca.pem");
        assertThat(run.context().overdue(Phase.PROXY, BUDGET, "waiting for "))
                .isEqualTo(Failure.ofExporter(Phase.PROXY, ExporterLimit.FILES, "waiting for the file /ca.pem"));
        assertThat(run.context().overdue(Phase.AUTH, BUDGET, "waiting for "))
                .isEqualTo(new Failure(Phase.AUTH, Reason.TIMEOUT, "waiting for the file /ca.pem"));
        read.complete("roots");
        assertThat(run.context().overdue(Phase.PROXY, BUDGET, "waiting for "))
                .isEqualTo(new Failure(Phase.PROXY, Reason.TIMEOUT, "waiting for the proxy"));
    }

    @Test
    void loopThatComesLateToTheDeadlineIsToldByTheProbeThatEndsThere() throws Exception {
        channel.freezeTime();
        ProbeRun run = run();
        run.startDeadline();
        CompletableFuture<String> silence = new CompletableFuture<>();
        CompletableFuture<String> unused =
                run.phase(Phase.UPGRADE, () -> silence).whenComplete((answer, failure) -> run.finish(failure));
        now += BUDGET.plus(LATE).toNanos();
        channel.advanceTimeBy(BUDGET.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
        ProbeResult result = run.result().toCompletableFuture().join();
        assertThat(result.failure()).isNotNull();
        assertThat(result.failure().reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(result.log())
                .extracting(LogLine::message)
                .contains("event loop lag during this probe: 250 ms (its phases may be that much too long)");
    }

    @Test
    void targetThatHadLessTimeIsNotWhyTheTimeIsOver() throws Exception {
        ProbeRun run = run();
        run.context().waitFor(() -> "the target");
        run.context().setAside(BUDGET.dividedBy(20).minusNanos(1), "a list");
        assertThat(run.context().expired(Phase.UPGRADE, "waiting for "))
                .isEqualTo(new Failure(Phase.UPGRADE, Reason.TIMEOUT, "waiting for the target"));
        run.context().setAside(Duration.ofNanos(1), "a list");
        assertThat(run.context().expired(Phase.UPGRADE, "waiting for "))
                .isEqualTo(Failure.ofExporter(
                        Phase.UPGRADE,
                        ExporterLimit.OTHER,
                        "waiting for the target, after 500 ms had gone by for a list (expected: a larger timeout)"));
        // A step has a time of its own, of which nothing is missing.
        assertThat(run.context()
                        .overdue(Phase.CONVERSATION, BUDGET, "waiting for ")
                        .reason())
                .isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void probeThatIsOverIsToldNothingMore() throws Exception {
        ProbeRun run = run();
        loop.watch(lag -> {});
        channel.runPendingTasks();
        run.startDeadline();
        run.finish(null);
        now += TimeUnit.MILLISECONDS.toNanos(900);
        channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(run.context().lag().most()).isZero();
    }

    private ProbeRun run() throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse("ws://a.example/"), ProbeModule.withDefaults("m"), null, TargetPolicy.DEFAULT, BUDGET);
        return new ProbeRun(request, RedirectHop.first(request, null), loop, Instant.EPOCH);
    }
}
