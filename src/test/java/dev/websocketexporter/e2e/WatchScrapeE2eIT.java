package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.SampleFigures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus, which asks for OpenMetrics, has every series of {@code /watch} that the text has. */
@Tag("e2e")
@Timeout(120)
class WatchScrapeE2eIT {
    private static final Duration SCRAPED_WITHIN = Duration.ofSeconds(60);

    @Test
    void everySeriesIsThere(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        Tools.require("prometheus");
        try (RunningServer running = RunningServer.start()) {
            running.watch.show(SampleFigures.feed(), SampleFigures.refused());
            long series = running.get("/watch")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .count();
            try (Prometheus prometheus =
                    Prometheus.start("""
                    global: {scrape_interval: 1s, scrape_timeout: 1s}
                    scrape_configs:
                      - {job_name: watch, metrics_path: /watch, static_configs: [{targets: ["127.0.0.1:%d"]}]}
                    """.formatted(running.address().getPort()), directory)) {
                Conditions.await(
                        SCRAPED_WITHIN,
                        () -> values(prometheus, "up").anyMatch(up -> up == 1),
                        () -> "up: " + prometheus.query("up"));

                assertThat(values(prometheus, "count({__name__=~\"websocket_.+\"})"))
                        .containsExactly((double) series);
                assertThat(values(prometheus, "websocket_message_lag_seconds_bucket{le=\"+Inf\"}"))
                        .containsExactly(2.0);
                assertThat(prometheus
                                .query("websocket_disconnects_total{cause=\"closed_by_peer\"}")
                                .get(0)
                                .labels())
                        .containsAllEntriesOf(Map.of(
                                "watch",
                                "feed",
                                "target",
                                "wss://feed.example.com/v1?token=<secret>",
                                "env",
                                "a \"b\\c\"\nd",
                                "code",
                                "1001"));
            }
        }
    }

    private static Stream<Double> values(Prometheus prometheus, String expression) {
        return prometheus.query(expression).stream().map(Prometheus.Sample::value);
    }
}
