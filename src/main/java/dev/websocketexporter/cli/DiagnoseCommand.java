package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Output;
import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.cli.diagnose.DiagnosisText;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code diagnose URL}: probes a target, then with one change at a time, and says what is likely wrong with it. */
final class DiagnoseCommand {
    private final Surroundings surroundings;

    DiagnoseCommand(Surroundings surroundings) {
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
        ProbeWords words = ProbeWords.parse(CommandFlags.DIAGNOSE, arguments);
        if (words.has(ProbeFlag.HELP)) {
            surroundings.out().print(CommandHelp.ofDiagnose());
            return ExitStatus.SUCCESS;
        }
        ProbeSettings settings = ProbeSettings.of(words);
        Target target = RequestedProbe.target(words.requiredUrl());
        ProxyEnvironment proxies = proxies();
        // From here on, what takes longest is done beside the rest.
        CompletableFuture<Engine> engine = CompletableFuture.supplyAsync(surroundings.engine());
        RequestedProbe requested = RequestedProbe.of(target, words, settings, surroundings);
        String refusal = requested.refusal();
        if (refusal != null) {
            surroundings.err().println(refusal);
            return ExitStatus.FORBIDDEN;
        }
        return new DiagnoseSeries(surroundings, requested.request(), proxies, view(settings, requested)).run(engine);
    }

    private DiagnosisView view(ProbeSettings settings, RequestedProbe requested) {
        if (settings.output() == Output.JSON) {
            return new DiagnosisView.Json(surroundings.out());
        }
        String heading = DiagnosisText.heading(
                requested.dialled().shown(),
                requested.request().module().name(),
                requested.request().budget());
        return new DiagnosisView.Text(
                Terminal.of(surroundings.out(), surroundings.destination(), surroundings.environment()),
                heading,
                settings.verbosity());
    }

    private ProxyEnvironment proxies() throws BadUsageException {
        try {
            return ProxyEnvironment.of(surroundings.environment());
        } catch (InvalidTargetException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }
}
