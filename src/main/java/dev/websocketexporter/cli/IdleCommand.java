package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Output;
import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.cli.idle.IdleTrial;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.render.terminal.IdleText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code idle URL}: how long the path to a target lets a connection be idle. */
final class IdleCommand extends ProbingCommand {
    IdleCommand(Surroundings surroundings) {
        super(surroundings, CommandFlags.IDLE, CommandHelp.ofIdle());
    }

    @Override
    void check(ProbeWords words) throws BadUsageException {
        List<Duration> unused = IdleLengths.of(words);
    }

    /** Probes, and holds idle connections if that succeeded; the exit status is that of the probe. */
    @Override
    ExitStatus play(
            ProbeWords words, ProbeSettings settings, RequestedProbe requested, CompletableFuture<Engine> engine)
            throws BadUsageException, InterruptedException {
        List<Duration> lengths = IdleLengths.of(words);
        ProbeRequest request = requested.request();
        String heading = requested.dialled().heading(request);
        IdleView view = view(settings, IdleText.heading(heading, IdleLengths.longest(lengths)));
        ProbeSeries series = new ProbeSeries(surroundings(), settings, request, view);
        ExitStatus status = series.run(engine);
        return status == ExitStatus.SUCCESS && !view.isGone()
                ? tried(engine.join(), series, request, lengths, view)
                : status;
    }

    private IdleView view(ProbeSettings settings, String heading) {
        return settings.output() == Output.JSON
                ? new IdleView.Json(surroundings().out())
                : new IdleView.Text(terminal(), heading, surroundings().ticker());
    }

    private ExitStatus tried(
            Engine engine, ProbeSeries base, ProbeRequest request, List<Duration> lengths, IdleView view)
            throws InterruptedException {
        IdleTrial trial = new IdleTrial(engine.holder(), request, surroundings().ticker(), view);
        surroundings().interrupts().onFirst(trial::interrupt);
        // Only now, since until here the Ctrl-C was one for the base probe, which may have ended just before.
        if (base.isInterrupted()) {
            trial.interrupt();
        }
        view.show(trial.run(lengths, view.base()));
        if (view.hasLostAResult()) {
            surroundings().err().println(ResultView.LOST);
            return ExitStatus.FAILED;
        }
        return ExitStatus.SUCCESS;
    }
}
