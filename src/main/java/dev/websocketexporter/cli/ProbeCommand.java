package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeSettings.Output;
import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code probe URL}: probes a target once or several times, and shows what was found. */
final class ProbeCommand {
    /** As for {@code /probe} without a scrape timeout and without a timeout of the module. */
    private static final Duration USUAL_BUDGET = Duration.ofSeconds(10);

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
        ProbeWords words = ProbeWords.parse(arguments);
        if (words.has(ProbeFlag.HELP)) {
            surroundings.out().print(CommandHelp.ofProbe());
            return ExitStatus.SUCCESS;
        }
        ProbeSettings settings = ProbeSettings.of(words);
        Target target = target(words.requiredUrl());
        // From here on, what takes longest is done beside the rest.
        CompletableFuture<Engine> engine = CompletableFuture.supplyAsync(surroundings.engine());
        Configuration configuration = configuration(settings.configurationFile());
        ProbeModule module = ModuleFlags.applied(module(configuration, settings.module()), words);
        DialledAddress dialled = DialledAddress.of(target, words.value(ProbeFlag.ADDRESS));
        ProbeRequest request = new ProbeRequest(
                dialled.target(), module, dialled.override(), configuration.targetPolicy(), budget(settings, module));
        String refusal = request.policy().refusalOfHost(target);
        if (refusal != null) {
            surroundings.err().println(refusal);
            return ExitStatus.FORBIDDEN;
        }
        return new ProbeSeries(surroundings, settings, request, view(settings, dialled.heading(request))).run(engine);
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

    private static Target target(String url) throws BadUsageException {
        try {
            return Target.parse(url);
        } catch (InvalidTargetException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }

    private Configuration configuration(@Nullable Path file) throws ConfigurationException {
        Loaded loaded = new ConfigurationSource(
                        file,
                        file == null ? Set.of() : surroundings.tlsVersions().get())
                .load();
        loaded.warnings().forEach(warning -> surroundings.err().println("warning: " + warning));
        return loaded.configuration();
    }

    private static ProbeModule module(Configuration configuration, String name) throws BadUsageException {
        ProbeModule module = configuration.modules().get(name);
        if (module == null) {
            throw new BadUsageException(ProbeFlag.MODULE + ": \"" + name + "\" is unknown (expected: one of "
                    + String.join(", ", configuration.modules().keySet()) + ")");
        }
        return module;
    }

    private static Duration budget(ProbeSettings settings, ProbeModule module) {
        if (settings.timeout() != null) {
            return settings.timeout();
        }
        return module.timeout() == null ? USUAL_BUDGET : module.timeout();
    }
}
