package dev.websocketexporter.testkit;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.report.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A prober that sends nothing: a test completes each probe by hand. */
public final class FakeProber implements Prober {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<FakeProbe> started = new LinkedBlockingQueue<>();
    private final AtomicInteger starts = new AtomicInteger();
    private volatile @Nullable String trouble;

    @Override
    public FakeProbe start(ProbeRequest request) {
        FakeProbe probe = new FakeProbe(request);
        starts.incrementAndGet();
        started.add(probe);
        return probe;
    }

    @Override
    public @Nullable String trouble() {
        return trouble;
    }

    /** From now on no probe can run, for this reason; null: they can again. */
    public void trouble(@Nullable String why) {
        trouble = why;
    }

    /** How many probes were ever started. */
    public int starts() {
        return starts.get();
    }

    /** The next probe that was started, waiting for it. */
    public FakeProbe next() throws InterruptedException {
        FakeProbe probe = started.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (probe == null) {
            throw new AssertionError("no probe was started in " + PATIENCE_SECONDS + " s");
        }
        return probe;
    }

    /** A result with nothing in it but how the probe ended. */
    public static ProbeResult result(ProbeRequest request, Outcome outcome) {
        return new ProbeResult(
                request,
                Instant.parse("2026-11-21T12:00:00Z"),
                outcome,
                new Timings(Duration.ofMillis(5), Map.of()),
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                List.of(new LogLine(Duration.ZERO, LogLine.Level.DEBUG, "a line of the probe's log")));
    }

    /** A probe that waits for the test. A cancelled one ends at once, and is released. */
    public static final class FakeProbe implements Handle {
        private final ProbeRequest request;
        private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        private final CompletableFuture<Void> released = new CompletableFuture<>();
        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        private FakeProbe(ProbeRequest request) {
            this.request = request;
        }

        public ProbeRequest request() {
            return request;
        }

        public void succeed() {
            end(new Outcome.Success());
        }

        public void fail(Failure failure) {
            end(new Outcome.Failed(failure));
        }

        /** Ends the probe and releases its place. */
        public void end(Outcome outcome) {
            endButHoldOn(outcome);
            release();
        }

        /** Ends the probe, while its socket still waits for the peer. */
        public void endButHoldOn(Outcome outcome) {
            result.complete(FakeProber.result(request, outcome));
        }

        /** The same with a result of which more is known. */
        public void end(ProbeResult known) {
            result.complete(known);
            release();
        }

        public void release() {
            released.complete(null);
        }

        /** Completes when the server has cancelled the probe. */
        public CompletableFuture<Void> cancelled() {
            return cancelled;
        }

        @Override
        public CompletionStage<ProbeResult> result() {
            return result;
        }

        @Override
        public CompletionStage<Void> released() {
            return released;
        }

        @Override
        public void cancel() {
            cancelled.complete(null);
            end(new Outcome.Cancelled());
        }
    }
}
