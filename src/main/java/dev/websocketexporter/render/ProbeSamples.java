package dev.websocketexporter.render;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers the samples of one probe and hands them out as families, in the order of {@link ProbeMetric}. */
final class ProbeSamples {
    private final Map<ProbeMetric, List<MetricFamilySamples.Sample>> samples = new EnumMap<>(ProbeMetric.class);

    void set(ProbeMetric metric, double value, String... labelValues) {
        if (labelValues.length != metric.labels().size()) {
            throw new IllegalArgumentException(metric.metricName() + ": " + labelValues.length
                    + " label values (expected: " + metric.labels().size() + ")");
        }
        add(metric, metric.labels(), List.of(labelValues), value);
    }

    /** A metric of value 1 whose labels are not ours to name. */
    void setInfo(ProbeMetric metric, Map<String, String> labels) {
        add(metric, List.copyOf(labels.keySet()), List.copyOf(labels.values()), 1);
    }

    private void add(ProbeMetric metric, List<String> labelNames, List<String> labelValues, double value) {
        samples.computeIfAbsent(metric, first -> new ArrayList<>())
                .add(new MetricFamilySamples.Sample(metric.metricName(), labelNames, labelValues, value));
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

    List<MetricFamilySamples> families() {
        List<MetricFamilySamples> families = new ArrayList<>(samples.size());
        samples.forEach((metric, values) -> families.add(
                new MetricFamilySamples(metric.metricName(), Collector.Type.GAUGE, metric.help(), values)));
        return families;
    }
}
