package dev.websocketexporter.bench;

import java.util.List;

/**
 * One way to hurt an exporter: so many probes at once, again when all have ended.
 *
 * @param name as the table shows it
 * @param queries of {@code /probe}, one for each probe, in turn; none: nothing is probed
 * @param atOnce how many probes
 */
record Wall(String name, List<String> queries, int atOnce) {
    Wall(String name, String module, String target, int atOnce) {
        this(name, List.of(query(module, target)), atOnce);
    }

    static String query(String module, String target) {
        return "module=" + module + "&target=" + target;
    }

    /** The path of the probe with that number. */
    String path(int number) {
        return "/probe?" + queries.get(number % queries.size());
    }

    int probes() {
        return queries.isEmpty() ? 0 : atOnce;
    }
}
