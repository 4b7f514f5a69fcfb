package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Output;
import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.cli.idle.IdleTrial;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.render.terminal.IdleText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code idle URL}: how long the path to a target lets a connection be idle. */
final class IdleCommand {
    private final Surroundings surroundings;

    IdleCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Probes, holds idle connections if that succeeded, and returns the exit status, which is that of the probe.
     *
     * @param arguments what follows the name of the command
     * @throws BadUsageException when the arguments cannot be used
     * @throws ConfigurationException when the configuration cannot
     */
    ExitStatus run(List<String> arguments) throws BadUsageException, ConfigurationException, InterruptedException {
        ProbeWords words = ProbeWords.parse(CommandFlags.IDLE, arguments);
        if (words.has(ProbeFlag.HELP)) {
            surroundings.out().print(CommandHelp.ofIdle());
            return ExitStatus.SUCCESS;
        }
        ProbeSettings settings = ProbeSettings.of(words);
        List<Duration> lengths = IdleLengths.of(words);
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
        String heading = requested.dialled().heading(request);
        IdleView view = view(settings, IdleText.heading(heading, IdleLengths.longest(lengths)));
        ProbeSeries series = new ProbeSeries(surroundings, settings, request, view);
        ExitStatus status = series.run(engine);
        return status == ExitStatus.SUCCESS && !view.isGone()
                ? tried(engine.join(), series, request, lengths, view)
                : status;
    }

    private IdleView view(ProbeSettings settings, String heading) {
        return settings.output() == Output.JSON
                ? new IdleView.Json(surroundings.out())
                : new IdleView.Text(
                        Terminal.of(surroundings.out(), surroundings.destination(), surroundings.environment()),
                        heading,
                        surroundings.ticker());
    }

    private ExitStatus tried(
            Engine engine, ProbeSeries base, ProbeRequest request, List<Duration> lengths, IdleView view)
            throws InterruptedException {
        IdleTrial trial = new IdleTrial(engine.holder(), request, surroundings.ticker(), view);
        surroundings.interrupts().onFirst(trial::interrupt);
        // Only now, since until here the Ctrl-C was one for the base probe, which may have ended just before.
        if (base.isInterrupted()) {
            trial.interrupt();
        }
        view.show(trial.run(lengths, view.base()));
        if (view.hasLostAResult()) {
            surroundings.err().println(ResultView.LOST);
            return ExitStatus.FAILED;
        }
        return ExitStatus.SUCCESS;
    }
}
