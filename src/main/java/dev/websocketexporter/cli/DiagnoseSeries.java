package dev.websocketexporter.cli;

import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.cli.diagnose.Diagnosis;
import dev.websocketexporter.cli.diagnose.Trial;
import dev.websocketexporter.cli.diagnose.Variation;
import dev.websocketexporter.cli.diagnose.Variations;
import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The probes of a diagnosis, one after the other: the base, its variations, and the base once more if any ended otherwise. */
final class DiagnoseSeries {
    private final Surroundings surroundings;
    private final ProbeRequest request;
    private final ProxyEnvironment proxies;
    private final DiagnosisView view;
    private final List<Trial> trials = new ArrayList<>();

    /** @param proxies those of the environment */
    DiagnoseSeries(Surroundings surroundings, ProbeRequest request, ProxyEnvironment proxies, DiagnosisView view) {
        this.surroundings = surroundings;
        this.request = request;
        this.proxies = proxies;
        this.view = view;
    }

    /** @param engine is being made */
    ExitStatus run(CompletableFuture<Engine> engine) throws InterruptedException {
        ForegroundProbes probes = new ForegroundProbes(surroundings.interrupts());
        view.begin();
        Engine ready = engine.join();
        ready.warmUpFor(request);
        ProbeResult base = probe(probes, ready.prober(), request, "base");
        if (base.outcome() instanceof Outcome.Forbidden forbidden) {
            view.dropBase(base);
            surroundings.err().println(forbidden.detail());
            return ExitStatus.FORBIDDEN;
        }
        if (base.outcome() instanceof Outcome.Cancelled) {
            view.dropBase(base);
            return ExitStatus.INTERRUPTED;
        }
        view.showBase(base);
        Variations variations = Variations.of(base, proxies);
        for (Variation variation : variations.tried()) {
            attempt(probes, ready.prober(), base, variation);
        }
        if (new Diagnosis(base, trials).hasDifference()) {
            attempt(probes, ready.prober(), base, Variations.again(base));
        }
        view.end(new Diagnosis(base, trials), variations);
        return status(base);
    }

    private ExitStatus status(ProbeResult base) {
        if (view.hasLostAResult()) {
            surroundings.err().println(ResultView.LOST);
            return ExitStatus.FAILED;
        }
        return base.successful() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
    }

    private void attempt(ForegroundProbes probes, Prober prober, ProbeResult base, Variation variation)
            throws InterruptedException {
        if (probes.interrupted() || view.isGone()) {
            return;
        }
        ProbeResult result = probe(probes, prober, request.with(variation.module()), variation.name());
        if (!(result.outcome() instanceof Outcome.Cancelled)) {
            Trial trial = new Trial(variation, result);
            trials.add(trial);
            view.show(base, trial);
        }
    }

    private ProbeResult probe(ForegroundProbes probes, Prober prober, ProbeRequest asked, String name)
            throws InterruptedException {
        long began = surroundings.ticker().read();
        return probes.run(
                prober,
                asked,
                PhaseListener.NONE,
                () -> view.draw(name, Duration.ofNanos(surroundings.ticker().read() - began)));
    }
}
