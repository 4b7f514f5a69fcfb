package dev.websocketexporter.app;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Holds at most so many connections at once, so that probes keep their file descriptors. One more is not dialled: its opening
 * fails at once with {@link ExporterLimit#DESCRIPTORS}. Safe for use by several threads.
 */
final class BoundedHolder implements Holder {
    private final Holder holder;
    private final int most;
    private final Ticker ticker;
    private final Clock clock;

    /** How many have a socket, or are about to. */
    private final AtomicInteger held = new AtomicInteger();

    BoundedHolder(Holder holder, int most, Ticker ticker, Clock clock) {
        this.holder = holder;
        this.most = most;
        this.ticker = ticker;
        this.clock = clock;
    }

    @Override
    public Held hold(ProbeRequest request, Plan plan, HoldListener listener) {
        if (held.incrementAndGet() > most) {
            held.decrementAndGet();
            // Not on this thread, which has not got its answer yet.
            CompletableFuture<Void> unused =
                    CompletableFuture.runAsync(() -> listener.failed(refusal(request), ticker.read()));
            return NotHeld.INSTANCE;
        }
        Held one;
        try {
            one = holder.hold(request, plan, listener);
        } catch (RuntimeException e) {
            held.decrementAndGet();
            throw e;
        }
        CompletionStage<Void> unused = one.released().thenRun(held::decrementAndGet);
        return one;
    }

    private ProbeResult refusal(ProbeRequest request) {
        Failure failure = Failure.ofExporter(
                Phase.CONNECT,
                ExporterLimit.DESCRIPTORS,
                "not dialled: the file descriptors are enough for " + most
                        + " sockets of watched connections beside the probes (expected: a higher limit of open files, or fewer"
                        + " connections)");
        return new ProbeResult(
                request,
                clock.instant(),
                new Outcome.Failed(failure),
                new Timings(Duration.ZERO, Map.of()),
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                List.of());
    }

    /** A connection that was not dialled. */
    private enum NotHeld implements Held {
        INSTANCE;

        @Override
        public void send(String text) {}

        @Override
        public void await(@Nullable String text) {}

        @Override
        public void close(int code, HoldEnd.Ours why) {}

        @Override
        public boolean dials() {
            return false;
        }

        @Override
        public long unwrittenBytes() {
            return 0;
        }

        @Override
        public CompletionStage<Void> released() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
