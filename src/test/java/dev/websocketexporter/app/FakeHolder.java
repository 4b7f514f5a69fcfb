package dev.websocketexporter.app;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Opens each connection at once, without a socket, and closes it when it is told to. */
final class FakeHolder implements Holder {
    private final List<FakeHeld> all = new CopyOnWriteArrayList<>();

    @Override
    public FakeHeld hold(ProbeRequest request, Plan plan, HoldListener listener) {
        FakeHeld held = new FakeHeld(request, listener);
        all.add(held);
        listener.opened(result(request, new Outcome.Success()), System.nanoTime());
        return held;
    }

    /** All that were ever asked for, in order. */
    List<FakeHeld> all() {
        return all;
    }

    /** The targets of those that are open. */
    List<String> open() {
        return all.stream()
                .filter(held -> held.closedWith == null)
                .map(held -> held.request.target().toString())
                .toList();
    }

    static ProbeResult result(ProbeRequest request, Outcome outcome) {
        return new ProbeResult(
                request,
                Instant.EPOCH,
                outcome,
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

    /** A connection. */
    static final class FakeHeld implements Held {
        final ProbeRequest request;
        private final HoldListener listener;
        private final CompletableFuture<Void> released = new CompletableFuture<>();
        volatile @Nullable Integer closedWith;

        private FakeHeld(ProbeRequest request, HoldListener listener) {
            this.request = request;
            this.listener = listener;
        }

        @Override
        public void send(String text) {}

        @Override
        public void await(@Nullable String text) {}

        @Override
        public void close(int code, HoldEnd.Ours why) {
            closedWith = code;
            listener.ended(new HoldEnd(why, code, "closed", System.nanoTime()));
            released.complete(null);
        }

        @Override
        public long unwrittenBytes() {
            return 0;
        }

        @Override
        public CompletionStage<Void> released() {
            return released;
        }
    }
}
