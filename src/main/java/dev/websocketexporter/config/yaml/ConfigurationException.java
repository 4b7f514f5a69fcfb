package dev.websocketexporter.config.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. The message has one line for each mistake. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized
    private final List<ConfigError> mistakes;

    public ConfigurationException(List<ConfigError> mistakes) {
        super(mistakes.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** All of them, in the order of the file; never empty. */
    public List<ConfigError> mistakes() {
        return mistakes;
    }
}
