package dev.websocketexporter.engine;

import dev.websocketexporter.engine.AddressFan.Found;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeRequest;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The runs of a probe of all addresses: the lookup on the loop of the probe, each address on the loop that has the fewest.
 *
 * @param listener follows the lookup
 */
record AddressRuns(ProbePhases phases, List<ProbeLoop> loops, ProbeLoop home, Clock clock, PhaseListener listener)
        implements AddressFan.Runs {
    @Override
    public ProbeRun lookup(ProbeRequest request, CompletableFuture<Found> found) {
        ProbeRun run = new ProbeRun(request, RedirectHop.first(request, null), home, clock.instant(), listener);
        home.executor().execute(() -> phases.lookup(run, found));
        return run;
    }

    @Override
    public ProbeRun of(ProbeRequest request, InetAddress address) {
        ProbeLoop loop = ProbeLoop.leastBusy(loops);
        ProbeRun run =
                new ProbeRun(request, RedirectHop.pinned(request, address), loop, clock.instant(), PhaseListener.NONE);
        loop.executor().execute(() -> phases.probe(run));
        return run;
    }
}
