package dev.websocketexporter.config;

import java.nio.file.Path;

/** Reads configurations from where they are kept. */
public final class ConfigurationLoader {
    private ConfigurationLoader() {}

    /**
     * Reads a file. Blocks.
     *
     * @throws ConfigurationException with all mistakes, when it cannot be read or used
     */
    public static Loaded load(Path file) throws ConfigurationException {
        return new ConfigurationSource(file).read().load();
    }

    /** The configuration that holds when there is no file. */
    public static Loaded loadEmbedded() {
        try {
            return ConfigurationContent.embedded().load();
        } catch (ConfigurationException e) {
            throw new IllegalStateException("the configuration in the jar cannot be used: " + e.getMessage(), e);
        }
    }

    /** Reads a configuration whose file names are relative to the directory. */
    static Loaded parse(byte[] yaml, Path directory, Findings findings) throws ConfigurationException {
        YamlValue document = YamlDocument.read(yaml, findings);
        Configuration configuration = new ConfigurationReader(new Site("", directory, findings)).read(document);
        return new Loaded(configuration, findings.warnings());
    }
}
