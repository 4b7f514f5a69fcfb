package dev.websocketexporter.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ExecutorFigures;
import dev.websocketexporter.probe.report.MessageMemoryFigures;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.MetricsReference;
import dev.websocketexporter.testkit.WebConfigurations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference {@code docs/metrics.md} has the metrics that the exporter tells of itself, with their labels. */
class ExporterMetricsReferenceTest {
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^(websocket_exporter_\\w+?)(?:_bucket|_sum|_count)?" + "(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

    @Test
    void theMetricsAreThoseOfTheCode() throws Exception {
        ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
        metrics.configurationLoaded(Set.of("websocket"), Instant.EPOCH);
        metrics.webConfigurationLoaded(
                WebConfigurations.withTls(CertificateRecipe.leaf("a.test").selfSigned()), Instant.EPOCH);
        metrics.targetLoads().succeeded(2, 1, Instant.EPOCH);
        metrics.watchLoads().succeeded(2, 1, Instant.EPOCH);
        metrics.watchExecutors(() -> List.of(new ExecutorFigures("files", 80, 3, 2, 1, 4)));
        metrics.engineInUse("epoll", "BoringSSL");
        metrics.watchMessageMemory(() -> new MessageMemoryFigures(3, 2, 1));
        metrics.observeEventLoopLag(Duration.ofMillis(1));
        metrics.probeEnded(HistoryTest.result("ws://a.test", HistoryTest.FAILURE));

        assertThat(MetricsReference.ofTheExporter().stream()
                        .map(row -> row.name() + row.labels().stream().sorted().toList()))
                .containsExactlyInAnyOrderElementsOf(told(metrics.text(ExpositionFormat.PROMETHEUS_TEXT)));
    }

    @Test
    void executorsAreAskedAtEachScrape() {
        AtomicInteger scrapes = new AtomicInteger();
        ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
        metrics.watchExecutors(() -> List.of(new ExecutorFigures("files", 80, scrapes.incrementAndGet(), 2, 1, 4)));
        metrics.observeExecutorWait("files", Duration.ofMillis(20));
        metrics.text(ExpositionFormat.PROMETHEUS_TEXT);

        assertThat(metrics.text(ExpositionFormat.OPENMETRICS))
                .contains(
                        "websocket_exporter_executor_threads{executor=\"files\"} 80.0\n",
                        "websocket_exporter_executor_active{executor=\"files\"} 3.0\n",
                        "websocket_exporter_executor_queued{executor=\"files\"} 2.0\n",
                        "websocket_exporter_executor_rejected_total{executor=\"files\"} 1.0\n",
                        "websocket_exporter_executor_skipped_total{executor=\"files\"} 4.0\n",
                        "websocket_exporter_executor_wait_seconds_bucket{executor=\"files\",le=\"0.1\"} 1.0\n",
                        "websocket_exporter_executor_wait_seconds_bucket{executor=\"files\",le=\"0.01\"} 0.0\n");
    }

    @ParameterizedTest
    @EnumSource(ExpositionFormat.class)
    void noSeriesSaysOnlyWhenAnotherBegan(ExpositionFormat format) throws Exception {
        ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
        metrics.observeExecutorWait("files", Duration.ofMillis(20));
        metrics.probeEnded(HistoryTest.result("ws://a.test", HistoryTest.FAILURE));

        assertThat(metrics.text(format))
                .contains(
                        "websocket_exporter_probes_rejected_total{", "websocket_exporter_executor_wait_seconds_count{")
                .contains("jvm_gc_collection_seconds_count{", "Probes that have ended, by their result")
                .doesNotContain("_created");
    }

    /** A histogram counts once, and without the labels of its buckets. */
    private static Set<String> told(String text) {
        return SAMPLE.matcher(text)
                .results()
                .map(sample -> sample.group(1) + labels(sample))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> labels(MatchResult sample) {
        return Stream.ofNullable(sample.group(2))
                .flatMap(labels -> LABEL.matcher(labels).results())
                .map(label -> label.group(1))
                .filter(label -> !label.equals("le"))
                .sorted()
                .toList();
    }
}
