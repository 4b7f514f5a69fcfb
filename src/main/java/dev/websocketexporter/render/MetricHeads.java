package dev.websocketexporter.render;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What stands above the samples of each metric, its type and its help, as simpleclient writes them. Made once for each
 * format, since it is two thirds of an answer and always the same.
 */
final class MetricHeads {
    private final Map<ProbeMetric, byte[]> heads = new EnumMap<>(ProbeMetric.class);
    private final byte[] end;

    private MetricHeads(ExpositionFormat format) {
        this.end = format.write(Collections.emptyEnumeration());
        for (ProbeMetric metric : ProbeMetric.values()) {
            MetricFamilySamples family =
                    new MetricFamilySamples(metric.metricName(), Collector.Type.GAUGE, metric.help(), List.of());
            byte[] alone = format.write(Collections.enumeration(List.of(family)));
            heads.put(metric, Arrays.copyOf(alone, alone.length - end.length));
        }
    }

    static MetricHeads in(ExpositionFormat format) {
        return switch (format) {
            case PROMETHEUS_TEXT -> OfText.HEADS;
            case OPENMETRICS -> OfOpenMetrics.HEADS;
        };
    }

    /** A class of its own, so that a format that nobody asks for costs nothing. */
    private static final class OfText {
        static final MetricHeads HEADS = new MetricHeads(ExpositionFormat.PROMETHEUS_TEXT);
    }

    private static final class OfOpenMetrics {
        static final MetricHeads HEADS = new MetricHeads(ExpositionFormat.OPENMETRICS);
    }

    void writeHead(ProbeMetric metric, Utf8Writer text) {
        text.write(Objects.requireNonNull(heads.get(metric)));
    }

    /** What stands below everything. */
    void writeEnd(Utf8Writer text) {
        text.write(end);
    }
}
