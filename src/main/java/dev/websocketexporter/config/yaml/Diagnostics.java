package dev.websocketexporter.config.yaml;

import dev.websocketexporter.config.yaml.ConfigError.Position;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the mistakes and warnings about one file. Not safe for use by several threads. */
public final class Diagnostics {
    private static final Comparator<ConfigError> IN_THE_FILE =
            Comparator.comparing(ConfigError::position, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final String file;
    /** What is read for two reasons is wrong once. */
    private final Set<ConfigError> mistakes = new LinkedHashSet<>();

    private final Set<ConfigError> warnings = new LinkedHashSet<>();

    /** For a file, by the name that the user gave. */
    public Diagnostics(String file) {
        this.file = file;
    }

    void mistake(@Nullable Position position, String path, String text) {
        mistakes.add(new ConfigError(file, position, path, text));
    }

    void warning(Position position, String path, String text) {
        warnings.add(new ConfigError(file, position, path, text));
    }

    /** A mistake after which it is pointless to look for others, together with those found so far. */
    public ConfigurationException fatal(@Nullable Position position, String path, String text) {
        mistake(position, path, text);
        return new ConfigurationException(mistakesInOrder());
    }

    /** Throws if there is a mistake; warnings do not count. */
    public void throwIfAny() throws ConfigurationException {
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(mistakesInOrder());
        }
    }

    /** One line each, in the order of the file. */
    public List<String> warnings() {
        return warnings.stream().sorted(IN_THE_FILE).map(ConfigError::toString).toList();
    }

    private List<ConfigError> mistakesInOrder() {
        return mistakes.stream().sorted(IN_THE_FILE).toList();
    }
}
