package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param file the file, as the user named it
 * @param position where; absent when it is about the file as a whole
 * @param path the key, {@code modules.chat.timeout}; empty when it is about no key
 * @param text what is wrong and what would be right; never a secret
 */
public record ConfigError(String file, @Nullable Position position, String path, String text) {
    /** Keeps it on one line, whatever stands in the file. */
    public ConfigError {
        path = Printable.ofYaml(path);
        text = Printable.ofYaml(text);
    }

    /** {@code config.yml:12:7: modules.chat.websocket.header: unknown field (did you mean "headers"?)}. */
    @Override
    public String toString() {
        return file + (position == null ? "" : ":" + position) + ": " + (path.isEmpty() ? "" : path + ": ") + text;
    }
}
