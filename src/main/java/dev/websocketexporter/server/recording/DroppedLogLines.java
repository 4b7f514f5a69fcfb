package dev.websocketexporter.server.recording;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import java.util.List;
import java.util.function.LongSupplier;

/** How many lines of the log were left out, which is counted where nothing knows of metrics. Safe for use by several threads. */
final class DroppedLogLines extends Collector {
    private final String prefix;
    private volatile LongSupplier count = () -> 0;

    DroppedLogLines(String prefix) {
        this.prefix = prefix;
    }

    /** From now on this says how many there are. */
    void count(LongSupplier lines) {
        count = lines;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return List.of(new CounterMetricFamily(
                prefix + "log_lines_dropped",
                "Lines of the exporter's log that were left out, since nobody read them or they could not be written",
                (double) count.getAsLong()));
    }
}
