package dev.websocketexporter.cli;

import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import java.util.concurrent.CompletableFuture;

/** Probes one after the other, until there are enough, nobody reads any more, or the user has had enough. */
final class ProbeSeries {
    private final Surroundings surroundings;
    private final ProbeSettings settings;
    private final ProbeRequest request;
    private final ResultView view;

    private final ForegroundProbes probes;

    private ExitStatus status = ExitStatus.INTERRUPTED;

    ProbeSeries(Surroundings surroundings, ProbeSettings settings, ProbeRequest request, ResultView view) {
        this.surroundings = surroundings;
        this.settings = settings;
        this.request = request;
        this.view = view;
        this.probes = new ForegroundProbes(surroundings.interrupts());
    }

    /** @param engine is being made */
    ExitStatus run(CompletableFuture<Engine> engine) throws InterruptedException {
        view.begin();
        Engine ready = engine.join();
        ready.warmUpFor(request);
        long next = surroundings.ticker().read();
        for (int begun = 0; begun == 0 || (wantsMore(begun) && pausedUntil(next)); begun++) {
            next = surroundings.ticker().read() + settings.interval().toNanos();
            ProbeResult result = probes.run(ready.prober(), request, view.probeBegins(), view::draw);
            note(result.outcome());
            view.show(result);
            if (probes.interrupted() || view.isGone()) {
                break;
            }
        }
        view.end();
        if (view.hasLostAResult()) {
            surroundings.err().println(ResultView.LOST);
            atLeast(ExitStatus.FAILED);
        }
        return status;
    }

    /** Whether Ctrl-C came until now, be it after the last probe. */
    boolean isInterrupted() throws InterruptedException {
        return probes.interrupted() || !probes.pausedFor(0);
    }

    private boolean wantsMore(int begun) {
        return settings.count() == ProbeSettings.ENDLESS || begun < settings.count();
    }

    /** Waits; false when Ctrl-C came meanwhile. */
    private boolean pausedUntil(long tick) throws InterruptedException {
        return probes.pausedFor(tick - surroundings.ticker().read());
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
