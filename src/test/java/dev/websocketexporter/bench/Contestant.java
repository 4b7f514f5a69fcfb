package dev.websocketexporter.bench;

import java.util.Map;

/**
 * One that is compared.
 *
 * @param name as tables show it
 * @param subject the running exporter
 * @param paths what is asked of it, for each scheme
 */
record Contestant(String name, Subject subject, Map<Scheme, String> paths) {
    Contestant {
        paths = Map.copyOf(paths);
    }
}
