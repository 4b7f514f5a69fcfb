package dev.websocketexporter.cli;

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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A probe as the words of a command ask for it.
 *
 * @param engine is being made
 * @param heading the line before the probe
 * @param refusal why the policy forbids the target by its name; absent: it does not
 */
record PreparedProbe(
        CompletableFuture<Engine> engine,
        ProbeRequest request,
        String heading,
        @Nullable String refusal) {
    /** As for {@code /probe} without a scrape timeout and without a timeout of the module. */
    private static final Duration USUAL_BUDGET = Duration.ofSeconds(10);

    static PreparedProbe of(Surroundings surroundings, ProbeWords words, ProbeSettings settings)
            throws BadUsageException, ConfigurationException {
        Target target = target(words.requiredUrl());
        // From here on, what takes longest is done beside the rest.
        CompletableFuture<Engine> engine = CompletableFuture.supplyAsync(surroundings.engine());
        Configuration configuration = configuration(surroundings, settings.configurationFile());
        ProbeModule module = ModuleFlags.applied(module(configuration, settings.module()), words);
        DialledAddress dialled = DialledAddress.of(target, words.value(ProbeFlag.ADDRESS));
        ProbeRequest request = new ProbeRequest(
                dialled.target(), module, dialled.override(), configuration.targetPolicy(), budget(settings, module));
        return new PreparedProbe(
                engine, request, dialled.heading(request), request.policy().refusalOfHost(target));
    }

    private static Target target(String url) throws BadUsageException {
        try {
            return Target.parse(url);
        } catch (InvalidTargetException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Configuration configuration(Surroundings surroundings, @Nullable Path file)
            throws ConfigurationException {
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
