package dev.websocketexporter.config;

import dev.websocketexporter.config.ReadContext.Surroundings;
import dev.websocketexporter.probe.module.TlsVersion;
import java.nio.file.Path;
import java.util.Set;

/** Reads configurations from where they are kept. */
public final class ConfigurationLoader {
    private ConfigurationLoader() {}

    /**
     * Reads a file. Blocks.
     *
     * @param tlsVersions what the engine in use can do; another one in the file is a mistake
     * @throws ConfigurationException with all mistakes, when it cannot be read or used
     */
    public static Loaded load(Path file, Set<TlsVersion> tlsVersions) throws ConfigurationException {
        return new ConfigurationSource(file, tlsVersions).read().load();
    }

    /** The configuration that holds when there is no file. */
    public static Loaded loadEmbedded() {
        try {
            return ConfigurationContent.embedded().load();
        } catch (ConfigurationException e) {
            throw new IllegalStateException("the configuration in the jar cannot be used: " + e.getMessage(), e);
        }
    }

    static Loaded parse(byte[] yaml, Surroundings surroundings, Diagnostics findings) throws ConfigurationException {
        YamlValue document = YamlDocument.read(yaml, findings);
        Configuration configuration =
                new ConfigurationReader(new ReadContext("", surroundings, findings)).read(document);
        return new Loaded(configuration, findings.warnings());
    }
}
