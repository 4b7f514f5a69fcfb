package dev.websocketexporter.dashboards;

import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.render.ProbeMetric;
import dev.websocketexporter.render.WatchMetric;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.WebConfigurations;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that there are, by the code's own definitions, each with its labels. */
final class KnownMetrics {
    /** Those that Prometheus gives every series, and the one of the examples with exporters in several places. */
    static final Set<String> LABELS_OF_TARGETS = Set.of("job", "instance", "location");

    private static final Set<String> LABELS_OF_HELD_CONNECTIONS = Set.of("watch", "target");

    private static final String BUCKETS = "_bucket";
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private static final Map<String, Set<String>> ALL = Collections.unmodifiableMap(read());

    private KnownMetrics() {}

    static Map<String, Set<String>> all() {
        return ALL;
    }

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> metrics = new TreeMap<>();
        Arrays.stream(ProbeMetric.values())
                .forEach(metric -> metrics.put(metric.metricName(), Set.copyOf(metric.labels())));
        Arrays.stream(WatchMetric.values()).forEach(metric -> metrics.putAll(series(metric)));
        SAMPLE.matcher(exporterText())
                .results()
                .forEach(sample -> metrics.computeIfAbsent(sample.group(1), name -> new HashSet<>())
                        .addAll(labels(sample)));
        metrics.putAll(nativeHistograms(metrics));
        // Has no series before the first failure.
        metrics.put("websocket_exporter_probe_failures_total", Set.of("module", "phase", "reason"));
        metrics.put("up", Set.of());
        return metrics;
    }

    /** Labels of target files are whatever their authors like. */
    private static Map<String, Set<String>> series(WatchMetric metric) {
        Set<String> labels = new HashSet<>(metric.labels());
        labels.addAll(LABELS_OF_HELD_CONNECTIONS);
        if (metric.type() != WatchMetric.Type.HISTOGRAM) {
            return Map.of(metric.metricName(), labels);
        }
        Set<String> ofBuckets = new HashSet<>(labels);
        ofBuckets.add("le");
        return Map.of(
                metric.metricName() + BUCKETS,
                ofBuckets,
                metric.metricName() + "_sum",
                labels,
                metric.metricName() + "_count",
                labels);
    }

    /** What Prometheus makes of a histogram with its setting {@code convert_classic_histograms_to_nhcb}. */
    private static Map<String, Set<String>> nativeHistograms(Map<String, Set<String>> metrics) {
        Map<String, Set<String>> histograms = new TreeMap<>();
        metrics.forEach((name, labels) -> {
            if (name.endsWith(BUCKETS)) {
                Set<String> others = new HashSet<>(labels);
                others.remove("le");
                histograms.put(name.substring(0, name.length() - BUCKETS.length()), others);
            }
        });
        return histograms;
    }

    private static String exporterText() {
        ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
        metrics.configurationLoaded(Set.of("websocket"), Instant.EPOCH);
        metrics.webConfigurationLoaded(
                WebConfigurations.withTls(CertificateRecipe.leaf("a.test").selfSigned()), Instant.EPOCH);
        metrics.observeEventLoopLag(Duration.ofMillis(1));
        return metrics.text(ExpositionFormat.PROMETHEUS_TEXT);
    }

    private static List<String> labels(MatchResult sample) {
        String labels = sample.group(2);
        return Stream.ofNullable(labels)
                .flatMap(text -> LABEL.matcher(text).results())
                .map(label -> label.group(1))
                .toList();
    }
}
