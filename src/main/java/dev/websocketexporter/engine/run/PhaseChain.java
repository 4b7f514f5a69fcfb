package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.report.Phase;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The phases of a probe, one after the other on the probe's event loop. A phase that fails ends the chain; the phases
 * after it never begin.
 *
 * @param <T> what the last phase gave
 */
public final class PhaseChain<T extends @Nullable Object> {
    private final ProbeRun run;
    private final CompletableFuture<T> last;

    private PhaseChain(ProbeRun run, CompletableFuture<T> last) {
        this.run = run;
        this.last = last;
    }

    /** An empty chain. To be called on the run's loop: built elsewhere, phases would run on the wrong thread. */
    public static PhaseChain<@Nullable Void> of(ProbeRun run) {
        run.context().requireLoop();
        return new PhaseChain<@Nullable Void>(run, CompletableFuture.completedFuture(null));
    }

    public <U extends @Nullable Object> PhaseChain<U> then(Phase phase, Function<T, CompletableFuture<U>> step) {
        return new PhaseChain<>(run, last.thenCompose(value -> run.phase(phase, () -> step.apply(value))));
    }

    /** A phase that not every probe has: skipped unless the condition holds, and then it gives null. */
    public <U> PhaseChain<@Nullable U> thenIf(
            Predicate<T> condition, Phase phase, Function<T, CompletableFuture<@Nullable U>> step) {
        CompletableFuture<@Nullable U> skipped = CompletableFuture.completedFuture(null);
        return new PhaseChain<@Nullable U>(
                run,
                last.thenCompose(value -> condition.test(value) ? run.phase(phase, () -> step.apply(value)) : skipped));
    }

    /** A phase that not every probe has, and that hands on what it was given: skipped unless the condition holds. */
    public PhaseChain<T> throughIf(
            Predicate<T> condition, Phase phase, Function<T, CompletableFuture<@Nullable Void>> step) {
        return new PhaseChain<>(
                run,
                last.thenCompose(value -> condition.test(value)
                        ? run.phase(phase, () -> step.apply(value)).thenApply(nothing -> value)
                        : last));
    }

    /** Goes on with what the last phase gave, outside of any phase: another chain, or a plain value. */
    public <U extends @Nullable Object> PhaseChain<U> onward(Function<T, CompletableFuture<U>> next) {
        return new PhaseChain<>(run, last.thenCompose(next));
    }

    /** What the chain gives. */
    public CompletableFuture<T> asFuture() {
        return last;
    }

    /** Calls back once, on the loop: with what the chain gives, or with null and with what ended it. */
    public void whenDone(BiConsumer<@Nullable T, @Nullable Throwable> callback) {
        CompletableFuture<T> unused = last.whenComplete((value, failure) ->
                callback.accept(value, failure == null ? null : ProbeFailedException.unwrapped(failure)));
    }

    /** Calls back once, on the loop: with null, or with what ended the chain. */
    public void whenEnded(Consumer<@Nullable Throwable> callback) {
        whenDone((value, failure) -> callback.accept(failure));
    }
}
