package dev.websocketexporter.render;

import dev.websocketexporter.probe.watch.HistogramFigures;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchedTarget;
import io.prometheus.client.Collector;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the samples of held connections: metric by metric, and in each target by target. The lines are those that
 * simpleclient would write. What is written leaves in pieces of {@value #PIECE_BYTES} bytes. Confined to one thread.
 */
final class WatchSamples {
    private static final int PIECE_BYTES = 8 * 1024;

    private final Utf8Writer text = new Utf8Writer(2 * PIECE_BYTES);
    private final ExpositionFormat format;
    private final OutputStream stream;
    private final String endOfLabels;
    private final Map<WatchMetric, byte[]> heads;
    private WatchMetric metric = WatchMetric.CONNECTIONS_ACTIVE;
    private byte[] labelsOfTarget = {};
    private @Nullable WatchMetric withHead;

    WatchSamples(ExpositionFormat format, OutputStream stream) {
        this.format = format;
        this.stream = stream;
        this.endOfLabels = format.endOfLabels();
        this.heads = headsIn(format);
    }

    /** The labels that all series of a target have, as they stand in each, from the brace to the last quote. */
    static byte[] labelsOf(TargetFigures target) {
        WatchedTarget watched = target.watched();
        Utf8Writer labels = new Utf8Writer(256);
        label(labels, '{', "watch", watched.settings().name());
        label(labels, ',', "target", watched.target().toString());
        watched.labels().forEach((name, value) -> label(labels, ',', name, value));
        return labels.toByteArray();
    }

    private static void label(Utf8Writer text, char before, String name, String value) {
        text.write(before);
        text.write(name);
        text.write("=\"");
        text.write(ProbeSamples.escaped(value));
        text.write('"');
    }

    /** From now on samples are of this metric and of the target with these labels. */
    void begin(WatchMetric next, byte[] labels) {
        metric = next;
        labelsOfTarget = labels;
    }

    void add(double value, String... labelValues) throws IOException {
        line("", value, labelValues, null);
    }

    /** Exact up to 2^53, as all numbers of Prometheus. */
    void add(long value, String... labelValues) throws IOException {
        line("", (double) value, labelValues, null);
    }

    /** The buckets count up, as Prometheus wants them. */
    void add(HistogramFigures histogram, String... labelValues) throws IOException {
        List<Double> bounds = histogram.bounds();
        long count = 0;
        for (int i = 0; i <= bounds.size(); i++) {
            count += histogram.counts().get(i);
            double bound = i < bounds.size() ? bounds.get(i) : Double.POSITIVE_INFINITY;
            line("_bucket", (double) count, labelValues, Collector.doubleToGoString(bound));
        }
        line("_count", (double) count, labelValues, null);
        line("_sum", histogram.sum(), labelValues, null);
    }

    private void line(String suffix, double value, String[] labelValues, @Nullable String bound) throws IOException {
        writeHead();
        text.write(metric.metricName());
        text.write(suffix);
        text.write(labelsOfTarget);
        List<String> names = metric.labels();
        for (int i = 0; i < labelValues.length; i++) {
            label(text, ',', names.get(i), labelValues[i]);
        }
        if (bound != null) {
            label(text, ',', "le", bound);
        }
        text.write(endOfLabels);
        text.write(Collector.doubleToGoString(value));
        text.write('\n');
        if (text.length() >= PIECE_BYTES) {
            text.drainTo(stream);
        }
    }

    /** A metric that no target has gets none. */
    private void writeHead() {
        if (metric != withHead) {
            withHead = metric;
            text.write(Objects.requireNonNull(heads.get(metric)));
        }
    }

    /** Writes the end. */
    void end() throws IOException {
        text.write(format.end());
        text.drainTo(stream);
    }

    private static Map<WatchMetric, byte[]> headsIn(ExpositionFormat format) {
        return switch (format) {
            case PROMETHEUS_TEXT -> OfText.HEADS;
            case OPENMETRICS -> OfOpenMetrics.HEADS;
        };
    }

    private static Map<WatchMetric, byte[]> made(ExpositionFormat format) {
        Map<WatchMetric, byte[]> heads = new EnumMap<>(WatchMetric.class);
        for (WatchMetric metric : WatchMetric.values()) {
            Collector.Type type = Collector.Type.valueOf(metric.type().name());
            heads.put(metric, format.head(metric.metricName(), type, metric.help()));
        }
        return heads;
    }

    /** A class of its own, so that a format that no client asks for costs nothing. */
    private static final class OfText {
        static final Map<WatchMetric, byte[]> HEADS = made(ExpositionFormat.PROMETHEUS_TEXT);
    }

    private static final class OfOpenMetrics {
        static final Map<WatchMetric, byte[]> HEADS = made(ExpositionFormat.OPENMETRICS);
    }
}
