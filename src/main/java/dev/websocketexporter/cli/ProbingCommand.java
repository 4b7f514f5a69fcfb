package dev.websocketexporter.cli;

import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.target.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the commands that probe have in common: from their words to a probe that may begin. */
abstract class ProbingCommand {
    private final Surroundings surroundings;
    private final CommandFlags flags;
    private final String help;

    /** @param help what {@code --help} prints */
    ProbingCommand(Surroundings surroundings, CommandFlags flags, String help) {
        this.surroundings = surroundings;
        this.flags = flags;
        this.help = help;
    }

    /**
     * Does what the command is for, and returns the exit status.
     *
     * @param arguments what follows the name of the command
     * @throws BadUsageException when the arguments cannot be used
     * @throws ConfigurationException when the configuration cannot
     */
    final ExitStatus run(List<String> arguments)
            throws BadUsageException, ConfigurationException, InterruptedException {
        ProbeWords words = ProbeWords.parse(flags, arguments);
        if (words.has(ProbeFlag.HELP)) {
            surroundings.out().print(help);
            return ExitStatus.SUCCESS;
        }
        ProbeSettings settings = ProbeSettings.of(words);
        check(words);
        Target target = RequestedProbe.target(words.requiredUrl());
        // From here on, what takes longest is done beside the rest.
        CompletableFuture<Engine> engine = CompletableFuture.supplyAsync(surroundings.engine());
        RequestedProbe requested = RequestedProbe.of(target, words, settings, surroundings);
        String refusal = requested.refusal();
        if (refusal != null) {
            surroundings.err().println(refusal);
            return ExitStatus.FORBIDDEN;
        }
        return play(words, settings, requested, engine);
    }

    /** Checks what only this command has, before anything is made. */
    void check(ProbeWords words) throws BadUsageException {}

    /** @param engine is being made */
    abstract ExitStatus play(
            ProbeWords words, ProbeSettings settings, RequestedProbe requested, CompletableFuture<Engine> engine)
            throws BadUsageException, InterruptedException;

    final Surroundings surroundings() {
        return surroundings;
    }

    final Terminal terminal() {
        return Terminal.of(surroundings.out(), surroundings.destination(), surroundings.environment());
    }
}
