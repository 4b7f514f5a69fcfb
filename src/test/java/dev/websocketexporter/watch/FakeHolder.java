package dev.websocketexporter.watch;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldEnd.Cause;
import dev.websocketexporter.probe.watch.HoldEnd.Dropped;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.HoldListener.Type;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.testkit.FakeProber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens nothing: a test says what each connection shows. */
final class FakeHolder implements Holder {
    private final SimulatedLoop loop;
    private final List<FakeHeld> all = new ArrayList<>();
    private Consumer<FakeHeld> server = held -> {};

    FakeHolder(SimulatedLoop loop) {
        this.loop = loop;
    }

    /** From now on this happens to each connection as soon as it is asked for. */
    void server(Consumer<FakeHeld> behaviour) {
        server = behaviour;
    }

    @Override
    public FakeHeld hold(ProbeRequest request, Plan plan, HoldListener listener) {
        FakeHeld held = new FakeHeld(request, plan, listener);
        all.add(held);
        server.accept(held);
        return held;
    }

    /** All that were ever asked for, in order. */
    List<FakeHeld> all() {
        return all;
    }

    FakeHeld last() {
        return all.get(all.size() - 1);
    }

    /** A polite close that the exporter asked for. */
    record Closing(int code, Ours why) {}

    /** A connection that does what the test says. */
    final class FakeHeld implements Held {
        final ProbeRequest request;
        final Plan plan;
        final Duration askedAt = loop.elapsed();
        final List<String> sent = new ArrayList<>();
        private final HoldListener listener;
        private final CompletableFuture<Void> released = new CompletableFuture<>();
        private boolean openedOnce;
        private boolean answersClose = true;

        @Nullable
        String awaited;

        @Nullable
        Closing closing;

        long unwritten;

        private FakeHeld(ProbeRequest request, Plan plan, HoldListener listener) {
            this.request = request;
            this.plan = plan;
            this.listener = listener;
        }

        FakeHeld open() {
            openedOnce = true;
            listener.opened(FakeProber.result(request, new Outcome.Success()), loop.now());
            loop.settle();
            return this;
        }

        void refuse() {
            fail(new Outcome.Failed(new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "connection refused")));
        }

        void fail(Outcome outcome) {
            listener.failed(FakeProber.result(request, outcome), loop.now());
            release();
        }

        void drop(Reason reason, @Nullable Integer code) {
            end(new Dropped(reason), code);
        }

        void drop() {
            drop(Reason.CONNECTION_RESET, 1006);
        }

        void end(Cause cause, @Nullable Integer code) {
            endButHoldOn(cause, code);
            release();
        }

        /** The connection is over, and its socket is not yet gone. */
        void endButHoldOn(Cause cause, @Nullable Integer code) {
            listener.ended(new HoldEnd(cause, code, "in words", loop.now()));
            loop.settle();
        }

        void release() {
            released.complete(null);
            loop.settle();
        }

        /** A Close of the exporter has no consequence until the test ends the connection. */
        FakeHeld ignoringClose() {
            answersClose = false;
            return this;
        }

        void message(String text) {
            message(text.length(), HoldListener.NO_SEQUENCE, HoldListener.NO_LAG);
            if (awaited != null && text.contains(awaited)) {
                String found = awaited;
                awaited = null;
                listener.arrived(found, loop.now());
                loop.settle();
            }
        }

        void message(int bytes, long sequence, long lagNanos) {
            listener.message(Type.TEXT, bytes, true, sequence, lagNanos, loop.now());
        }

        HoldListener listener() {
            return listener;
        }

        @Override
        public void send(String text) {
            sent.add(text);
        }

        @Override
        public void await(@Nullable String text) {
            awaited = text;
        }

        @Override
        public void close(int code, Ours why) {
            closing = new Closing(code, why);
            if (!answersClose) {
                return;
            }
            if (openedOnce) {
                end(why, code);
            } else {
                fail(new Outcome.Cancelled());
            }
        }

        @Override
        public long unwrittenBytes() {
            return unwritten;
        }

        @Override
        public CompletionStage<Void> released() {
            return released;
        }
    }
}
