package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A probe of several runs with one result: it is released when the result is there and the last of their sockets has gone.
 * Everything except the methods of {@link Prober.Handle} is confined to the loop.
 */
public abstract class JoinedRuns implements Prober.Handle {
    private final EventLoop loop;
    private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private int unreleased;

    /** One without a run. */
    protected JoinedRuns(EventLoop loop) {
        this.loop = loop;
    }

    protected final EventLoop loop() {
        return loop;
    }

    /** One more run has begun. */
    protected final void add(Prober.Handle run) {
        unreleased++;
        CompletionStage<Void> unused = run.released().thenRunAsync(this::runReleased, loop);
    }

    /** The probe has its result. */
    protected final void complete(ProbeResult whole) {
        result.complete(whole);
        tellWhenReleased();
    }

    private void runReleased() {
        unreleased--;
        tellWhenReleased();
    }

    private void tellWhenReleased() {
        if (result.isDone() && unreleased == 0) {
            released.complete(null);
        }
    }

    @Override
    public final CompletionStage<ProbeResult> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public final CompletionStage<Void> released() {
        return released.minimalCompletionStage();
    }
}
