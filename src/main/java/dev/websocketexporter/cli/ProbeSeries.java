package dev.websocketexporter.cli;

import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Probes one after the other, until there are enough, nobody reads any more, or the user has had enough. */
final class ProbeSeries {
    /** What is said when nobody takes the result. */
    static final String LOST_RESULT =
            "stdout: the result could not be written (expected: a file or pipe that takes it)";

    /** How often a probe that runs is drawn. */
    private static final Duration FRAME = Duration.ofMillis(80);

    private final Surroundings surroundings;
    private final ProbeSettings settings;
    private final ProbeRequest request;
    private final ResultView view;

    /** Results; empty: Ctrl-C. */
    private final BlockingQueue<Optional<ProbeResult>> events = new LinkedBlockingQueue<>();

    private boolean interrupted;
    private ExitStatus status = ExitStatus.INTERRUPTED;

    ProbeSeries(Surroundings surroundings, ProbeSettings settings, ProbeRequest request, ResultView view) {
        this.surroundings = surroundings;
        this.settings = settings;
        this.request = request;
        this.view = view;
    }

    /** @param engine is being made */
    ExitStatus run(CompletableFuture<Engine> engine) throws InterruptedException {
        view.begin();
        surroundings.interrupts().onFirst(() -> events.add(Optional.empty()));
        Engine ready = engine.join();
        ready.warmUpFor(request);
        long next = surroundings.ticker().read();
        for (int begun = 0; begun == 0 || (wantsMore(begun) && pausedUntil(next)); begun++) {
            next = surroundings.ticker().read() + settings.interval().toNanos();
            probe(ready.prober());
            if (interrupted || view.isGone()) {
                break;
            }
        }
        view.end();
        if (view.hasLostAResult()) {
            surroundings.err().println(LOST_RESULT);
            atLeast(ExitStatus.FAILED);
        }
        return status;
    }

    private boolean wantsMore(int begun) {
        return settings.count() == ProbeSettings.ENDLESS || begun < settings.count();
    }

    /** Waits; false when Ctrl-C came meanwhile. */
    private boolean pausedUntil(long tick) throws InterruptedException {
        long left = tick - surroundings.ticker().read();
        // No probe runs, so that it can be nothing but Ctrl-C.
        interrupted = (left > 0 ? events.poll(left, TimeUnit.NANOSECONDS) : events.poll()) != null;
        return !interrupted;
    }

    private void probe(Prober prober) throws InterruptedException {
        Prober.Handle running = prober.start(request, view.probeBegins());
        CompletionStage<Void> unused = running.result().thenAccept(result -> events.add(Optional.of(result)));
        while (true) {
            Optional<ProbeResult> event = events.poll(FRAME.toNanos(), TimeUnit.NANOSECONDS);
            if (event == null) {
                view.draw();
            } else if (event.isPresent()) {
                note(event.get().outcome());
                view.show(event.get());
                return;
            } else {
                interrupted = true;
                running.cancel();
            }
        }
    }

    private void note(Outcome outcome) {
        ExitStatus own = outcome instanceof Outcome.Success
                ? ExitStatus.SUCCESS
                : outcome instanceof Outcome.Failed ? ExitStatus.FAILED : ExitStatus.FORBIDDEN;
        if (!(outcome instanceof Outcome.Cancelled)) {
            atLeast(own);
        }
    }

    private void atLeast(ExitStatus own) {
        boolean first = status == ExitStatus.INTERRUPTED;
        if (first || own.compareTo(status) > 0) {
            status = own;
        }
    }
}
