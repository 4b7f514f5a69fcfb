package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Output;
import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.target.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code probe URL}: probes a target once or several times, and shows what was found. */
final class ProbeCommand {
    private final Surroundings surroundings;

    ProbeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Probes, and returns the exit status.
     *
     * @param arguments what follows the name of the command
     * @throws BadUsageException when the arguments cannot be used
     * @throws ConfigurationException when the configuration cannot
     */
    ExitStatus run(List<String> arguments) throws BadUsageException, ConfigurationException, InterruptedException {
        ProbeWords words = ProbeWords.parse(CommandFlags.PROBE, arguments);
        if (words.has(ProbeFlag.HELP)) {
            surroundings.out().print(CommandHelp.ofProbe());
            return ExitStatus.SUCCESS;
        }
        ProbeSettings settings = ProbeSettings.of(words);
        Target target = RequestedProbe.target(words.requiredUrl());
        // From here on, what takes longest is done beside the rest.
        CompletableFuture<Engine> engine = CompletableFuture.supplyAsync(surroundings.engine());
        RequestedProbe requested = RequestedProbe.of(target, words, settings, surroundings);
        ProbeRequest request = requested.request();
        String refusal = requested.refusal();
        if (refusal != null) {
            surroundings.err().println(refusal);
            return ExitStatus.FORBIDDEN;
        }
        return new ProbeSeries(
                        surroundings,
                        settings,
                        request,
                        view(settings, requested.dialled().heading(request)))
                .run(engine);
    }

    private ResultView view(ProbeSettings settings, String heading) {
        Terminal terminal = Terminal.of(surroundings.out(), surroundings.destination(), surroundings.environment());
        if (settings.output() == Output.JSON) {
            return new ScriptView.Json(surroundings.out(), settings.count() != 1);
        }
        if (settings.output() == Output.METRICS) {
            return new ScriptView.Metrics(surroundings.out(), surroundings.err());
        }
        return settings.count() == 1
                ? new TextView.Single(terminal, heading, settings.verbosity(), surroundings.ticker())
                : new TextView.Series(terminal, heading, settings.verbosity());
    }
}
