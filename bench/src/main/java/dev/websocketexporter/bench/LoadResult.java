package dev.websocketexporter.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What came of a load.
 *
 * @param done answers that say that the probe succeeded
 * @param failed all others, and those that did not come in time
 * @param seconds from the first request to the last answer
 * @param p50 of the latency, in milliseconds, failures included
 * @param p99 likewise
 * @param max likewise
 */
record LoadResult(long done, long failed, double seconds, double p50, double p99, double max) {
    double perSecond() {
        return done / seconds;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "done=%d failed=%d seconds=%.6f p50=%.6f p99=%.6f max=%.6f",
                done,
                failed,
                seconds,
                p50,
                p99,
                max);
    }

    static LoadResult parse(String line) {
        Map<String, Double> fields = Arrays.stream(line.split(" "))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> Double.valueOf(field[1])));
        return new LoadResult(
                (long) field(fields, "done"),
                (long) field(fields, "failed"),
                field(fields, "seconds"),
                field(fields, "p50"),
                field(fields, "p99"),
                field(fields, "max"));
    }

    private static double field(Map<String, Double> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }
}
