package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigError;
import java.util.List;

/** How a reload of the configuration ended. */
public sealed interface ReloadResult {
    /** The new configuration is in force. */
    record Reloaded(Loaded loaded) implements ReloadResult {}

    /** There is no file, so nothing can have changed. */
    record NothingToReload() implements ReloadResult {}

    /**
     * The new configuration cannot be used; the old one stays in force.
     *
     * @param mistakes all of them, in the order of the file; never empty
     */
    record Refused(List<ConfigError> mistakes) implements ReloadResult {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }
}
