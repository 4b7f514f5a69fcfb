package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Output;
import dev.websocketexporter.cli.idle.IdleTrial;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.render.terminal.IdleText;
import java.time.Duration;
import java.util.List;

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
        ProbeWords words = ProbeWords.parse(Command.IDLE, arguments);
        if (words.has(ProbeFlag.HELP)) {
            surroundings.out().print(CommandHelp.ofIdle());
            return ExitStatus.SUCCESS;
        }
        ProbeSettings settings = ProbeSettings.of(words);
        List<Duration> lengths = IdleLengths.of(words);
        PreparedProbe probe = PreparedProbe.of(surroundings, words, settings);
        if (probe.refusal() != null) {
            surroundings.err().println(probe.refusal());
            return ExitStatus.FORBIDDEN;
        }
        IdleView view = view(settings, IdleText.heading(probe.heading(), IdleLengths.longest(lengths)));
        ExitStatus status = new ProbeSeries(surroundings, settings, probe.request(), view).run(probe.engine());
        return status == ExitStatus.SUCCESS ? tried(probe, lengths, view) : status;
    }

    private IdleView view(ProbeSettings settings, String heading) {
        return settings.output() == Output.JSON
                ? new IdleView.Json(surroundings.out())
                : new IdleView.Text(
                        Terminal.of(surroundings.out(), surroundings.destination(), surroundings.environment()),
                        heading,
                        surroundings.ticker());
    }

    private ExitStatus tried(PreparedProbe probe, List<Duration> lengths, IdleView view) throws InterruptedException {
        IdleTrial trial = new IdleTrial(probe.engine().join().holder(), probe.request(), surroundings.ticker(), view);
        surroundings.interrupts().onFirst(trial::interrupt);
        view.show(trial.run(lengths, view.base()));
        if (view.hasLostAResult()) {
            surroundings.err().println(ProbeSeries.LOST_RESULT);
            return ExitStatus.FAILED;
        }
        return ExitStatus.SUCCESS;
    }
}
