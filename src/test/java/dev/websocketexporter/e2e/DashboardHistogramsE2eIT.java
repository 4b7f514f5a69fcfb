package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.dashboards.Dashboard;
import dev.websocketexporter.dashboards.Interpolation;
import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The exporter's histograms are drawn in both forms in which Prometheus may have them: as series of buckets, or made into
 * native ones, when there are no buckets any more.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, for programs of its own
@Timeout(90)
class DashboardHistogramsE2eIT {
    private static final Duration DATA_WITHIN = Duration.ofSeconds(45);
    private static final String BUCKETS = "websocket_exporter_event_loop_lag_seconds_bucket";
    private static final String NATIVE = "websocket_exporter_event_loop_lag_seconds";

    private static final Interpolation ALL = new Interpolation(Map.of(
            "__interval", "1s",
            "__rate_interval", "5s",
            "__range", "60s",
            "window", "10m",
            "watch", ".+",
            "target", ".+",
            "job", ".+",
            "instance", ".+",
            "location", ".*"));

    @TempDir
    private Path directory;

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void bucketsAreDrawn() throws IOException {
        everyHistogramIsDrawn(Release.INSTALLED, "", BUCKETS, NATIVE);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void nativeHistogramsAreDrawnWhereTheBucketsAreGone() throws IOException {
        everyHistogramIsDrawn(
                Release.NEWEST,
                "convert_classic_histograms_to_nhcb: true\n    scrape_native_histograms: true",
                NATIVE,
                BUCKETS);
    }

    private void everyHistogramIsDrawn(Release release, String setting, String there, String gone) throws IOException {
        try (WatchedServer watched = WatchedServer.start(Files.createDirectory(directory.resolve("watched")));
                Exporter exporter = Exporter.start(directory, "--config.file=" + configuration(watched));
                Prometheus prometheus = Prometheus.start(
                        release, """
                        global: {scrape_interval: 1s, scrape_timeout: 1s}
                        scrape_configs:
                          - job_name: websocket_exporter
                            static_configs: [{targets: ["127.0.0.1:%1$d"]}]
                            %2$s
                          - job_name: websocket_watch
                            metrics_path: /watch
                            static_configs: [{targets: ["127.0.0.1:%1$d"]}]
                            %2$s
                          - job_name: websocket
                            metrics_path: /probe
                            params: {target: ["%3$s"]}
                            static_configs: [{targets: ["127.0.0.1:%1$d"]}]
                        """.formatted(exporter.port(), setting, exporter.echoUrl()), directory)) {
            GrafanaQueries grafana = new GrafanaQueries(prometheus);
            List<Dashboard.Query> silent = new ArrayList<>(histograms());
            assertThat(silent).hasSizeGreaterThan(5);

            Conditions.await(
                    DATA_WITHIN,
                    () -> {
                        silent.removeIf(query -> grafana.hasData(query, ALL.apply(query.expression())));
                        return silent.isEmpty();
                    },
                    () -> "without data: " + silent);
            assertThat(prometheus.query("count(" + there + ")")).isNotEmpty();
            assertThat(prometheus.query("count(" + gone + ")")).isEmpty();
        }
    }

    private Path configuration(WatchedServer watched) throws IOException {
        return Files.writeString(directory.resolve("config.yml"), "modules: {websocket: {}}\n" + watched.watches());
    }

    private static List<Dashboard.Query> histograms() {
        return Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.queries().stream())
                .filter(query -> query.expression().contains("_bucket"))
                .toList();
    }

    /** A query is refused or taken whatever data there is. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theNewestPrometheusTakesEveryQuery() throws IOException {
        try (Prometheus prometheus = Prometheus.start(Release.NEWEST, "scrape_configs: []\n", directory)) {
            GrafanaQueries grafana = new GrafanaQueries(prometheus);
            assertThat(Dashboard.all().stream().flatMap(dashboard -> dashboard.queries().stream()))
                    .hasSizeGreaterThan(100)
                    .allSatisfy(query -> grafana.hasData(query, ALL.apply(query.expression())));
        }
    }
}
