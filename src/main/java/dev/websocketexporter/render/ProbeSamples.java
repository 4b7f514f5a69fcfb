package dev.websocketexporter.render;

import io.prometheus.client.Collector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the samples of one probe, which are added in the order of {@link ProbeMetric}. The lines are those that
 * simpleclient's {@code TextFormat} would write; without heads made anew and a copy of every sample they cost half. Confined to
 * one thread.
 */
final class ProbeSamples {
    /** So that the text need not be copied while it grows. */
    private static final int USUAL_LENGTH = 8 * 1024;

    private final Utf8Writer text = new Utf8Writer(USUAL_LENGTH);
    private final MetricHeads heads;
    private final String endOfLabels;
    private @Nullable ProbeMetric latest;

    ProbeSamples(ExpositionFormat format) {
        this.heads = MetricHeads.in(format);
        this.endOfLabels = switch (format) {
            case PROMETHEUS_TEXT -> ",}";
            case OPENMETRICS -> "}";
        };
    }

    void set(ProbeMetric metric, double value, String... labelValues) {
        if (labelValues.length != metric.labels().size()) {
            throw new IllegalArgumentException(metric.metricName() + ": " + labelValues.length
                    + " label values (expected: " + metric.labels().size() + ")");
        }
        write(metric, metric.labels(), List.of(labelValues), value);
    }

    /** A metric of value 1 whose labels are not ours to name. */
    void setInfo(ProbeMetric metric, Map<String, String> labels) {
        write(metric, List.copyOf(labels.keySet()), List.copyOf(labels.values()), 1);
    }

    void setFlag(ProbeMetric metric, boolean value) {
        set(metric, value ? 1 : 0);
    }

    void setSeconds(ProbeMetric metric, Duration duration, String... labelValues) {
        set(metric, seconds(duration.getSeconds(), duration.getNano()), labelValues);
    }

    /** Exact to the second until long after the year 9999, as far as certificates go. */
    void setTimestamp(ProbeMetric metric, Instant instant, String... labelValues) {
        set(metric, seconds(instant.getEpochSecond(), instant.getNano()), labelValues);
    }

    /** One division, so that a round duration comes out as the round number that it is. */
    private static double seconds(long seconds, int nanos) {
        return nanos == 0 ? seconds : seconds + nanos / Collector.NANOSECONDS_PER_SECOND;
    }

    private void write(ProbeMetric metric, List<String> labels, List<String> labelValues, double value) {
        begin(metric);
        text.write(metric.metricName());
        if (!labels.isEmpty()) {
            writeLabels(labels, labelValues);
        }
        text.write(' ');
        text.write(Collector.doubleToGoString(value));
        text.write('\n');
    }

    /** A metric that comes back would have two heads, which makes Prometheus refuse the whole answer. */
    private void begin(ProbeMetric metric) {
        if (metric == latest) {
            return;
        }
        if (latest != null && metric.compareTo(latest) < 0) {
            throw new IllegalStateException(metric + " after " + latest + " (expected: in the order of ProbeMetric)");
        }
        latest = metric;
        heads.writeHead(metric, text);
    }

    private void writeLabels(List<String> names, List<String> values) {
        for (int i = 0; i < names.size(); i++) {
            text.write(i == 0 ? '{' : ',');
            text.write(names.get(i));
            text.write("=\"");
            text.write(escaped(values.get(i)));
            text.write('"');
        }
        text.write(endOfLabels);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** The answer, complete. */
    byte[] toUtf8() {
        heads.writeEnd(text);
        return text.toByteArray();
    }
}
