package dev.websocketexporter.config;

import dev.websocketexporter.config.ReadContext.Surroundings;
import dev.websocketexporter.probe.module.TlsVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Loads configurations from text, as the file {@code config.yml}. */
final class Yaml {
    static final Set<TlsVersion> TLS_VERSIONS = Set.of(TlsVersion.TLS11, TlsVersion.TLS12, TlsVersion.TLS13);

    private Yaml() {}

    static Loaded load(String yaml) throws ConfigurationException {
        return load(yaml.getBytes(StandardCharsets.UTF_8), Path.of("").toAbsolutePath());
    }

    static Loaded load(byte[] yaml, Path directory) throws ConfigurationException {
        return ConfigurationLoader.parse(yaml, surroundings(directory), new Diagnostics("config.yml"));
    }

    /** With an engine that cannot do the oldest version. */
    static Surroundings surroundings(Path directory) {
        return new Surroundings(directory, TLS_VERSIONS);
    }
}
