package dev.websocketexporter.config;

import java.util.List;

/**
 * A configuration that can be used.
 *
 * @param configuration what the file says
 * @param warnings one line for each key that was accepted for blackbox_exporter's sake and means nothing here
 */
public record Loaded(Configuration configuration, List<String> warnings) {
    public Loaded {
        warnings = List.copyOf(warnings);
    }
}
