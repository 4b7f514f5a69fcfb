package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Output;
import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.probe.ProbeRequest;
import java.util.concurrent.CompletableFuture;

/** {@code probe URL}: probes a target once or several times, and shows what was found. */
final class ProbeCommand extends ProbingCommand {
    ProbeCommand(Surroundings surroundings) {
        super(surroundings, CommandFlags.PROBE, CommandHelp.ofProbe());
    }

    @Override
    ExitStatus play(
            ProbeWords words, ProbeSettings settings, RequestedProbe requested, CompletableFuture<Engine> engine)
            throws InterruptedException {
        ProbeRequest request = requested.request();
        return new ProbeSeries(
                        surroundings(),
                        settings,
                        request,
                        view(settings, requested.dialled().heading(request)))
                .run(engine);
    }

    private ResultView view(ProbeSettings settings, String heading) {
        Terminal terminal = terminal();
        if (settings.output() == Output.JSON) {
            return new ScriptView.Json(surroundings().out(), settings.count() != 1);
        }
        if (settings.output() == Output.METRICS) {
            return new ScriptView.Metrics(surroundings().out(), surroundings().err());
        }
        return settings.count() == 1
                ? new TextView.Single(
                        terminal, heading, settings.verbosity(), surroundings().ticker())
                : new TextView.Series(terminal, heading, settings.verbosity());
    }
}
