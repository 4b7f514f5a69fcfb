package dev.websocketexporter.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. The message has one line for each mistake. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // exceptions are not sent anywhere
    private final List<ConfigError> mistakes;

    public ConfigurationException(List<ConfigError> mistakes) {
        super(mistakes.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    static ConfigurationException of(ConfigError mistake) {
        return new ConfigurationException(List.of(mistake));
    }

    /** All of them, in the order of the file; never empty. */
    public List<ConfigError> mistakes() {
        return mistakes;
    }
}
