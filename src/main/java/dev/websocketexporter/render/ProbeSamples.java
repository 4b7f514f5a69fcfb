package dev.websocketexporter.render;

import io.prometheus.client.Collector;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the samples of one probe, which are added in the order of {@link ProbeMetric}. The lines are those that
 * simpleclient's {@code TextFormat} would write; since heads are reused and no sample is copied, they cost half. Confined to
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
        this.endOfLabels = format.endOfLabels();
    }

    void set(ProbeMetric metric, double value, String... labelValues) {
        if (labelValues.length != metric.labels().size()) {
            throw new IllegalArgumentException(metric.metricName() + ": " + labelValues.length
                    + " label values (expected: " + metric.labels().size() + ")");
        }
        write(metric, metric.labels(), List.of(labelValues), value);
    }

    /** A metric of value 1 whose labels the module names. */
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

    /** One division, so that a round duration becomes a round number. */
    static double seconds(long seconds, int nanos) {
        return nanos == 0 ? seconds : seconds + nanos / Collector.NANOSECONDS_PER_SECOND;
    }

    private void write(ProbeMetric metric, List<String> labels, List<String> labelValues, double value) {
        begin(metric);
        text.write(metric.metricName());
        if (labels.isEmpty()) {
            text.write(' ');
        } else {
            writeLabels(labels, labelValues);
        }
        text.write(Collector.doubleToGoString(value));
        text.write('\n');
    }

    /** A metric that is added again later would have two heads, and Prometheus would reject the whole answer. */
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

    /** The value of a label as a sample has it, between its quotes. */
    static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** The answer, complete. */
    byte[] toUtf8() {
        heads.writeEnd(text);
        return text.toByteArray();
    }

    /**
     * The lines above the samples of each metric, with its type and its help, as simpleclient writes them. Made once for
     * each format, since they are two thirds of an answer and always the same.
     */
    static final class MetricHeads {
        private final Map<ProbeMetric, byte[]> heads = new EnumMap<>(ProbeMetric.class);
        private final byte[] end;

        private MetricHeads(ExpositionFormat format) {
            this.end = format.end();
            for (ProbeMetric metric : ProbeMetric.values()) {
                heads.put(metric, format.head(metric.metricName(), Collector.Type.GAUGE, metric.help()));
            }
        }

        static MetricHeads in(ExpositionFormat format) {
            return switch (format) {
                case PROMETHEUS_TEXT -> OfText.HEADS;
                case OPENMETRICS -> OfOpenMetrics.HEADS;
            };
        }

        /** A class of its own, so that a format that no client asks for costs nothing. */
        private static final class OfText {
            static final MetricHeads HEADS = new MetricHeads(ExpositionFormat.PROMETHEUS_TEXT);
        }

        private static final class OfOpenMetrics {
            static final MetricHeads HEADS = new MetricHeads(ExpositionFormat.OPENMETRICS);
        }

        void writeHead(ProbeMetric metric, Utf8Writer text) {
            text.write(Objects.requireNonNull(heads.get(metric)));
        }

        /** The end of the answer. */
        void writeEnd(Utf8Writer text) {
            text.write(end);
        }
    }
}
