package dev.websocketexporter.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts on a loop and under a clock that the test moves. */
class AttemptSeriesTest {
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final List<ProbeRun> runs = new ArrayList<>();
    private long now;

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void lateTimerTellsWhatIsKnownInsteadOfNothing() throws Exception {
        loop.freezeTime();
        AttemptSeries series = series();
        now = Duration.ofMillis(900).toNanos();
        failLast();
        now = BUDGET.plusMillis(5).toNanos();
        loop.advanceTimeBy(INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        loop.runScheduledPendingTasks();

        CompletableFuture<ProbeResult> result = series.result().toCompletableFuture();
        assertThat(result).isCompleted();
        assertThat(result.join().failure()).isNotNull();
        assertThat(result.join().failure().reason()).isEqualTo(Reason.UNEXPECTED_STATUS);
        assertThat(result.join().attempts()).isEqualTo(1);
        assertThat(series.released()).isCompleted();
    }

    @Test
    void loopThatComesTooLateToTheFirstAttemptStillAnswers() throws Exception {
        AttemptSeries series = unbegun();
        now = BUDGET.plusMillis(5).toNanos();
        series.begin();
        loop.runPendingTasks();
        assertThat(runs).hasSize(1);
        failLast();
        assertThat(series.result().toCompletableFuture()).isCompleted();
    }

    @Test
    void clientThatGoesRightWhenAnAttemptEndsEndsTheProbe() throws Exception {
        AttemptSeries series = series();
        ProbeRun first = runs.get(0);
        loop.eventLoop().execute(() -> first.finish(failure()));
        series.cancel();
        loop.runPendingTasks();

        CompletableFuture<ProbeResult> result = series.result().toCompletableFuture();
        assertThat(result).isCompleted();
        assertThat(result.join().outcome()).isEqualTo(new Outcome.Cancelled());
        assertThat(runs).hasSize(1);
    }

    private AttemptSeries series() throws Exception {
        AttemptSeries series = unbegun().begin();
        loop.runPendingTasks();
        return series;
    }

    private AttemptSeries unbegun() throws Exception {
        ProbeModule module = ProbeModule.withDefaults("attempts").with(new RetrySettings(2, INTERVAL));
        ProbeRequest request =
                new ProbeRequest(Target.parse("ws://a.example/"), module, null, TargetPolicy.DEFAULT, BUDGET);
        return new AttemptSeries(request, loop.eventLoop(), () -> now, Instant.EPOCH, this::start);
    }

    private ProbeRun start(ProbeRequest request) {
        ProbeRun run = new ProbeRun(
                request,
                RedirectHop.first(request, null),
                new ProbeLoop(loop.eventLoop(), () -> now, new LoopClock(() -> now)),
                Instant.EPOCH);
        runs.add(run);
        return run;
    }

    private void failLast() {
        runs.get(runs.size() - 1).finish(failure());
        loop.runPendingTasks();
    }

    private static ProbeFailedException failure() {
        return new ProbeFailedException(Phase.UPGRADE, Reason.UNEXPECTED_STATUS, "503");
    }
}
