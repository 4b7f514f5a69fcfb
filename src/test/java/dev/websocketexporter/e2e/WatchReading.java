package dev.websocketexporter.e2e;

import dev.websocketexporter.e2e.Samples.Sample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one answer of {@code /watch} says of one entry of {@code watch}. */
final class WatchReading {
    private static final String PREFIX = "websocket_";

    private final List<Sample> samples;

    private WatchReading(List<Sample> samples) {
        this.samples = samples;
    }

    /** @param watch the entry's name */
    static WatchReading of(Samples all, String watch) {
        return new WatchReading(all.all().stream()
                .filter(sample -> watch.equals(sample.labels().get("watch")))
                .toList());
    }

    /** Whether nothing is said of it: it is not watched yet, or no more. */
    boolean isEmpty() {
        return samples.isEmpty();
    }

    /**
     * The sum of all series of a metric that have these labels; 0 if there are none.
     *
     * @param metric without {@code websocket_}
     * @param labels names and values in turn
     */
    double sum(String metric, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(PREFIX + metric) && has(sample, labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The value of the only series of a metric that has these labels. */
    double value(String metric, String... labels) {
        List<Sample> found = samples.stream()
                .filter(sample -> sample.name().equals(PREFIX + metric) && has(sample, labels))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    found.size() + " of " + metric + " " + List.of(labels) + " (expected: 1) in\n" + this);
        }
        return found.get(0).value();
    }

    private static boolean has(Sample sample, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }

    /** Of all its connections. */
    List<String> targets() {
        return samples.stream()
                .filter(sample -> sample.name().equals(PREFIX + "connections_active"))
                .map(sample -> sample.label("target"))
                .toList();
    }

    double active() {
        return value("connections_active");
    }

    double opened() {
        return value("connections_total", "status", "success");
    }

    double failed() {
        return value("connections_total", "status", "failed");
    }

    /** Ends of connections: cause and code, and how many. */
    Map<String, Double> disconnects() {
        return counted("disconnects_total", "cause", "code");
    }

    /** Failed openings and drops, by type, and how many. */
    Map<String, Double> errors() {
        return counted("errors_total", "type");
    }

    /** How many outages have ended. */
    double outages() {
        return value("outage_duration_seconds_count");
    }

    /** How long they were, in all. */
    double outageSeconds() {
        return value("outage_duration_seconds_sum");
    }

    /** Of the connection with the number 0. */
    double health() {
        return value("health_status", "connection_id", "0");
    }

    double received(String type) {
        return value("messages_total", "direction", "received", "type", type);
    }

    double sent(String type) {
        return value("messages_total", "direction", "sent", "type", type);
    }

    /** Series that are 0 are as good as none. */
    private Map<String, Double> counted(String metric, String... by) {
        Map<String, Double> counted = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.name().equals(PREFIX + metric) && sample.value() != 0) {
                StringBuilder key = new StringBuilder();
                for (String label : by) {
                    key.append(key.isEmpty() ? "" : " ").append(sample.label(label));
                }
                counted.merge(key.toString().strip(), sample.value(), Double::sum);
            }
        }
        return counted;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        samples.stream()
                .filter(sample -> !sample.name().endsWith("_bucket"))
                .forEach(sample -> text.append(sample).append('\n'));
        return text.toString();
    }
}
