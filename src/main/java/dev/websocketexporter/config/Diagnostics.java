package dev.websocketexporter.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is to be said about one file. Not safe for several threads. */
final class Diagnostics {
    private static final Comparator<ConfigError> IN_THE_FILE =
            Comparator.comparing(ConfigError::position, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final String file;
    private final List<ConfigError> mistakes = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();

    /** For a file as the user named it. */
    Diagnostics(String file) {
        this.file = file;
    }

    void mistake(@Nullable Position position, String path, String text) {
        mistakes.add(new ConfigError(file, position, path, text));
    }

    void warning(Position position, String path, String text) {
        warnings.add(new ConfigError(file, position, path, text));
    }

    /** One that makes it pointless to look for others, with those found so far. */
    ConfigurationException fatal(@Nullable Position position, String path, String text) {
        mistake(position, path, text);
        return new ConfigurationException(mistakesInOrder());
    }

    void throwIfAny() throws ConfigurationException {
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(mistakesInOrder());
        }
    }

    List<String> warnings() {
        return warnings.stream().sorted(IN_THE_FILE).map(ConfigError::toString).toList();
    }

    private List<ConfigError> mistakesInOrder() {
        return mistakes.stream().sorted(IN_THE_FILE).toList();
    }
}
