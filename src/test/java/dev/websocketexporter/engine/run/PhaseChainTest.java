package dev.websocketexporter.engine.run;

import static dev.websocketexporter.probe.report.Phase.CLOSE;
import static dev.websocketexporter.probe.report.Phase.CONNECT;
import static dev.websocketexporter.probe.report.Phase.RESOLVE;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PhaseChainTest {
    private static final Duration AMPLE = Duration.ofMinutes(1);

    private final EventLoop loop = new DefaultEventLoop();
    private final List<String> threads = new ArrayList<>();

    @AfterEach
    void endLoop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void chainBuiltOutsideOfItsLoopIsRefused() throws Exception {
        ProbeRun run = run(AMPLE);
        assertThatThrownBy(() -> PhaseChain.of(run))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected: the probe's event loop");
    }

    @Test
    void everyPhaseRunsOnTheLoopAndInOrder() throws Exception {
        ProbeRun run = run(AMPLE);
        ProbeResult result = play(
                run,
                chain -> chain.then(RESOLVE, none -> noted("resolve"))
                        .then(CONNECT, none -> noted("connect"))
                        .then(UPGRADE, none -> noted("upgrade"))
                        .whenEnded(run::finish));
        assertThat(result.outcome()).isEqualTo(new Outcome.Success());
        String thread = CompletableFuture.supplyAsync(
                        () -> Thread.currentThread().getName(), loop)
                .get();
        assertThat(threads).containsExactly("resolve " + thread, "connect " + thread, "upgrade " + thread);
        assertThat(result.timings().phases()).containsOnlyKeys(RESOLVE, CONNECT, UPGRADE);
    }

    @Test
    void phaseThatEndsOnAnotherThreadIsABugThatIsSaid() throws Exception {
        ProbeRun run = run(AMPLE);
        CompletableFuture<Void> work = new CompletableFuture<>();
        CompletableFuture.runAsync(
                        () -> PhaseChain.of(run).then(RESOLVE, none -> work).whenEnded(run::finish), loop)
                .get();
        work.complete(null);
        ProbeResult result = run.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(failureOf(result).reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(failureOf(result).detail()).contains("RESOLVE ended on").contains("expected: its loop");
    }

    @Test
    void whatBreaksAtTheEndIsABugAndDoesNotKeepTheResultBack() throws Exception {
        ProbeRun run = run(AMPLE);
        ProbeResult result = play(
                run,
                chain -> chain.then(RESOLVE, none -> {
                            run.context().atEnd(() -> {
                                throw new IllegalStateException("broken on purpose");
                            });
                            return noted("resolve");
                        })
                        .whenEnded(run::finish));
        assertThat(failureOf(result).reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(failureOf(result).detail()).contains("broken on purpose");
    }

    @Test
    void failedPhaseEndsTheChainAndLaterOnesNeverBegin() throws Exception {
        ProbeRun run = run(AMPLE);
        ProbeFailedException refused = new ProbeFailedException(CONNECT, Reason.CONNECTION_REFUSED, "nobody there");
        ProbeResult result = play(
                run,
                chain -> chain.then(RESOLVE, none -> noted("resolve"))
                        .then(CONNECT, none -> CompletableFuture.<Void>failedFuture(refused))
                        .then(UPGRADE, none -> noted("upgrade"))
                        .whenEnded(run::finish));
        assertThat(failureOf(result)).isEqualTo(refused.failure());
        assertThat(result.timings().phases()).containsOnlyKeys(RESOLVE, CONNECT);
    }

    @Test
    void exceptionInAStepIsAnInternalErrorOfItsPhase() throws Exception {
        ProbeRun run = run(AMPLE);
        ProbeResult result = play(
                run,
                chain -> chain.then(RESOLVE, none -> noted("resolve"))
                        .<Void>then(CONNECT, none -> {
                            throw new IllegalArgumentException("oops");
                        })
                        .whenEnded(run::finish));
        assertThat(failureOf(result).phase()).isEqualTo(CONNECT);
        assertThat(failureOf(result).reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(failureOf(result).detail()).contains("oops");
    }

    @Test
    void deadlineEndsAPhaseThatNeverEndsAndNamesIt() throws Exception {
        ProbeRun run = run(Duration.ofMillis(500));
        ProbeResult result = play(
                run,
                chain -> chain.then(UPGRADE, none -> {
                            run.context().waitFor(() -> "the answer");
                            return new CompletableFuture<Void>();
                        })
                        .whenEnded(run::finish));
        assertThat(failureOf(result).phase()).isEqualTo(UPGRADE);
        assertThat(failureOf(result).reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(failureOf(result).detail())
                .isEqualTo("the time budget of 500 ms was over while waiting for the answer");
        assertThat(result.timings().phases().get(UPGRADE)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void whatComesAfterTheDeadlineChangesNothing() throws Exception {
        ProbeRun run = run(Duration.ofMillis(20));
        CompletableFuture<Void> late = new CompletableFuture<>();
        ProbeResult result =
                play(run, chain -> chain.then(UPGRADE, none -> late).whenEnded(run::finish));
        CompletableFuture.runAsync(() -> late.complete(null), loop).get();
        assertThat(run.result().toCompletableFuture().get()).isSameAs(result);
        assertThat(failureOf(result).reason()).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void deadlineDoesNotFailTheClosingHandshake() throws Exception {
        ProbeRun run = run(Duration.ofMillis(20));
        CompletableFuture<Void> answered = new CompletableFuture<>();
        CompletableFuture.runAsync(
                        () -> {
                            run.startDeadline();
                            PhaseChain.of(run).then(CLOSE, none -> answered).whenEnded(run::finish);
                        },
                        loop)
                .get();
        // Runs on the loop after the deadline, which is due first.
        loop.schedule(() -> answered.complete(null), 60, TimeUnit.MILLISECONDS).get();
        assertThat(run.result().toCompletableFuture().get().successful()).isTrue();
    }

    @Test
    void cancelledProbeEndsAtOnce() throws Exception {
        ProbeRun run = run(AMPLE);
        CompletableFuture.runAsync(
                        () -> {
                            run.startDeadline();
                            PhaseChain.of(run)
                                    .then(UPGRADE, none -> new CompletableFuture<Void>())
                                    .whenEnded(run::finish);
                        },
                        loop)
                .get();
        run.cancel();
        assertThat(run.result().toCompletableFuture().get(5, TimeUnit.SECONDS).outcome())
                .isEqualTo(new Outcome.Cancelled());
        run.released().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private ProbeResult play(ProbeRun run, Consumer<PhaseChain<Void>> phases) throws Exception {
        loop.execute(() -> {
            run.startDeadline();
            phases.accept(PhaseChain.of(run));
        });
        return run.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> noted(String phase) {
        threads.add(phase + " " + Thread.currentThread().getName());
        return CompletableFuture.completedFuture(null);
    }

    private static Failure failureOf(ProbeResult result) {
        assertThat(result.outcome()).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) result.outcome()).failure();
    }

    private ProbeRun run(Duration budget) throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse("ws://192.0.2.1/"), ProbeModule.withDefaults("test"), null, TargetPolicy.DEFAULT, budget);
        return new ProbeRun(
                request,
                RedirectHop.first(request, null),
                new ProbeLoop(loop, Ticker.system(), new LoopClock(Ticker.system())),
                Instant.EPOCH);
    }
}
