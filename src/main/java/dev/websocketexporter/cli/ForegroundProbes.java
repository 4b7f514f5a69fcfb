package dev.websocketexporter.cli;

import dev.websocketexporter.cli.Surroundings.Interrupts;
import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Runs probes one at a time, waits for each, and hears Ctrl-C meanwhile. For one thread. */
final class ForegroundProbes {
    /** How often a probe that runs is drawn. */
    private static final Duration FRAME = Duration.ofMillis(80);

    /** Results; empty: Ctrl-C. */
    private final BlockingQueue<Optional<ProbeResult>> events = new LinkedBlockingQueue<>();

    private boolean interrupted;

    ForegroundProbes(Interrupts interrupts) {
        interrupts.onFirst(() -> events.add(Optional.empty()));
    }

    /** Whether Ctrl-C came. */
    boolean interrupted() {
        return interrupted;
    }

    /**
     * Probes to the end, which Ctrl-C brings about at once.
     *
     * @param draw is called again and again meanwhile
     */
    ProbeResult run(Prober prober, ProbeRequest request, PhaseListener listener, Runnable draw)
            throws InterruptedException {
        Prober.Handle running = prober.start(request, listener);
        CompletionStage<Void> unused = running.result().thenAccept(result -> events.add(Optional.of(result)));
        while (true) {
            Optional<ProbeResult> event = events.poll(FRAME.toNanos(), TimeUnit.NANOSECONDS);
            if (event == null) {
                draw.run();
            } else if (event.isPresent()) {
                return event.get();
            } else {
                interrupted = true;
                running.cancel();
            }
        }
    }

    /**
     * Waits while no probe runs; false when Ctrl-C came meanwhile.
     *
     * @param nanos not positive: only looks whether it did
     */
    boolean pausedFor(long nanos) throws InterruptedException {
        interrupted = (nanos > 0 ? events.poll(nanos, TimeUnit.NANOSECONDS) : events.poll()) != null;
        return !interrupted;
    }
}
