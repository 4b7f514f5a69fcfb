package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Output;
import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.cli.diagnose.DiagnosisText;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.InvalidTargetException;
import java.util.concurrent.CompletableFuture;

/** {@code diagnose URL}: probes a target, then with one change at a time, and says what is likely wrong with it. */
final class DiagnoseCommand extends ProbingCommand {
    DiagnoseCommand(Surroundings surroundings) {
        super(surroundings, CommandFlags.DIAGNOSE, CommandHelp.ofDiagnose());
    }

    @Override
    void check(ProbeWords words) throws BadUsageException {
        ProxyEnvironment unused = proxies();
    }

    @Override
    ExitStatus play(
            ProbeWords words, ProbeSettings settings, RequestedProbe requested, CompletableFuture<Engine> engine)
            throws BadUsageException, InterruptedException {
        return new DiagnoseSeries(surroundings(), requested.request(), proxies(), view(settings, requested))
                .run(engine);
    }

    private DiagnosisView view(ProbeSettings settings, RequestedProbe requested) {
        if (settings.output() == Output.JSON) {
            return new DiagnosisView.Json(surroundings().out());
        }
        String heading = DiagnosisText.heading(
                requested.dialled().shown(),
                requested.request().module().name(),
                requested.request().budget());
        return new DiagnosisView.Text(terminal(), heading, settings.verbosity());
    }

    private ProxyEnvironment proxies() throws BadUsageException {
        try {
            return ProxyEnvironment.of(surroundings().environment());
        } catch (InvalidTargetException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }
}
