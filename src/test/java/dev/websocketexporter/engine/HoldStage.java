package dev.websocketexporter.engine;

import dev.websocketexporter.engine.hold.HoldRecorder;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Send;
import dev.websocketexporter.testkit.ResourceWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Holds one connection to servers of a stage, and leaves nothing behind. */
final class HoldStage implements AutoCloseable {
    static final Pings NO_PINGS = new Pings(Duration.ZERO, Duration.ofSeconds(1), 0);

    private final ResourceWatch watch = ResourceWatch.begin();
    private final NettyProber prober;
    private final Stage stage;
    private final HoldRecorder seen = new HoldRecorder();
    private Pings pings = NO_PINGS;
    private Messages messages = Messages.ANY;
    private @Nullable Send send;
    private @Nullable Held held;

    HoldStage(GridProbes probes) {
        this.prober = probes.prober();
        this.stage = probes.stage();
    }

    Stage stage() {
        return stage;
    }

    HoldRecorder seen() {
        return seen;
    }

    HoldStage pings(long intervalMillis, long timeoutMillis, int maxMissed) {
        pings = new Pings(Duration.ofMillis(intervalMillis), Duration.ofMillis(timeoutMillis), maxMissed);
        return this;
    }

    HoldStage messages(Messages other) {
        messages = other;
        return this;
    }

    HoldStage sending(Duration every, String text) {
        send = new Send(every, text);
        return this;
    }

    /** Begins to open it. */
    Held begin(ProbeRequest request) {
        Held begun = prober.hold(request, new Plan(pings, messages, send), seen);
        held = begun;
        return begun;
    }

    /** Opens it. */
    Held open(ProbeRequest request) {
        Held begun = begin(request);
        seen.until(() -> !seen.events().isEmpty());
        if (!seen.events().get(0).equals("opened")) {
            throw new AssertionError("not opened: " + seen.result().outcome() + " "
                    + seen.result().log());
        }
        return begun;
    }

    /** Waits until the socket is gone. */
    void released() {
        try {
            Objects.requireNonNull(held).released().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the socket did not go: " + seen.events(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (held != null) {
            held.close(1000, Ours.SHUTDOWN);
            released();
        }
        stage.close();
        watch.assertNothingLeft();
    }
}
