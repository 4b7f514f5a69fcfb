package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.TimedFiles;
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
        return new ConfigurationSource.Content("config.yml", context(directory), yaml).load();
    }

    /** With an engine that cannot do the oldest version. */
    static ConfigContext context(Path directory) {
        return new ConfigContext(directory, TLS_VERSIONS, new TimedFiles(TimedFiles.AT_MOST).begin());
    }
}
