package dev.websocketexporter.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Loads configurations from text, as the file {@code config.yml}. */
final class Yaml {
    private Yaml() {}

    static Loaded load(String yaml) throws ConfigurationException {
        return load(yaml.getBytes(StandardCharsets.UTF_8), Path.of("").toAbsolutePath());
    }

    static Loaded load(byte[] yaml, Path directory) throws ConfigurationException {
        return ConfigurationLoader.parse(yaml, directory, new Findings("config.yml"));
    }
}
