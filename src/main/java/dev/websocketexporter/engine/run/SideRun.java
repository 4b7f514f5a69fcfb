package dev.websocketexporter.engine.run;

import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Proxy;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run beside a probe, which fetches what the probe needs of another server: over the same phases, with a channel, a
 * deadline, a log and a result of its own. Confined to its loop.
 *
 * @param <T> what it fetches
 */
public final class SideRun<T> {
    private final ProbeRun run;
    private final CompletableFuture<Ended<T>> ended;

    /**
     * How it ended.
     *
     * @param result with its failure and its log
     * @param value absent when it failed
     */
    public record Ended<T>(ProbeResult result, @Nullable T value) {}

    private SideRun(ProbeRun run, CompletableFuture<Ended<T>> ended) {
        this.run = run;
        this.ended = ended;
    }

    /** Begins it, on its loop. */
    public static <T> SideRun<T> begin(
            ProbeRequest request,
            @Nullable Proxy proxy,
            ProbeLoop loop,
            Instant startedOn,
            Function<ProbeRun, PhaseChain<T>> phases) {
        ProbeRun run = new ProbeRun(request, RedirectHop.first(request, proxy), loop, startedOn);
        CompletableFuture<T> fetched = new CompletableFuture<>();
        run.startDeadline();
        phases.apply(run)
                .onward(value -> {
                    fetched.complete(value);
                    return CompletableFuture.completedFuture(value);
                })
                .whenEnded(run::finish);
        return new SideRun<>(
                run,
                run.result()
                        .toCompletableFuture()
                        .thenApply(result -> new Ended<T>(
                                result, result.failure() == null && fetched.isDone() ? fetched.join() : null)));
    }

    /** Never fails; completed on the loop. */
    public CompletableFuture<Ended<T>> ended() {
        return ended;
    }

    /** Ends it early; may be called on any thread. */
    public void cancel() {
        run.cancel();
    }
}
