package dev.websocketexporter.cli;

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
import org.jspecify.annotations.Nullable;

/**
 * The probe that the words of a command ask for.
 *
 * @param dialled the target that the user gave, and what is dialled for it
 */
record RequestedProbe(DialledAddress dialled, ProbeRequest request) {
    /** As for {@code /probe} without a scrape timeout and without a timeout of the module. */
    private static final Duration USUAL_BUDGET = Duration.ofSeconds(10);

    /** The target of a URL. */
    static Target target(String url) throws BadUsageException {
        try {
            return Target.parse(url);
        } catch (InvalidTargetException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }

    /** By the module of the configuration, with what the flags say instead. */
    static RequestedProbe of(Target target, ProbeWords words, ProbeSettings settings, Surroundings surroundings)
            throws BadUsageException, ConfigurationException {
        Configuration configuration = configuration(settings.configurationFile(), surroundings);
        ProbeModule module = ModuleFlags.applied(module(configuration, settings.module()), words);
        DialledAddress dialled = DialledAddress.of(target, words.value(ProbeFlag.ADDRESS));
        return new RequestedProbe(
                dialled,
                new ProbeRequest(
                        dialled.target(),
                        module,
                        dialled.override(),
                        configuration.targetPolicy(),
                        budget(settings, module)));
    }

    /** One line that says what forbids the target before anything is sent; null when nothing does yet. */
    @Nullable
    String refusal() {
        return request.policy().refusalOfHost(dialled.asked());
    }

    private static Configuration configuration(@Nullable Path file, Surroundings surroundings)
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
