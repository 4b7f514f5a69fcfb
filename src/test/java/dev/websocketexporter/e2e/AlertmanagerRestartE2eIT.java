package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an Alertmanager with the example that is shipped tells again after it was started again. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
@Timeout(150)
class AlertmanagerRestartE2eIT {
    private static final String SECRET = "only-for-alertmanager";
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(45);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void anEndInOrderTellsNothingAgainAndAKillTellsTheLatestPagesTwice() throws IOException {
        List<Told> all = new ArrayList<>();
        try {
            for (AlertPrograms programs : AlertPrograms.available()) {
                all.add(Told.start(programs, Files.createDirectory(directory.resolve(programs.name()))));
            }
            for (Told told : all) {
                told.alert("chat");
            }
            await(all, "chat", 1);
            PageWorld.await(
                    TOLD_WITHIN,
                    () -> all.stream().allMatch(Told::knowsWhatItTold),
                    () -> "an Alertmanager has not read the answer to a notification of its own");

            for (Told told : all) {
                told.alertmanager().stop();
                told.alertmanager().start();
                told.alert("chat");
                told.alert("later"); // when this one is told, the other one would have been
            }
            await(all, "later", 1);
            assertThat(all).allSatisfy(told -> assertThat(told.pages("chat")).isOne());

            for (Told told : all) {
                told.alertmanager().kill(); // what it told since its last end in order is written down nowhere
                told.alertmanager().start();
                told.alert("chat");
                told.alert("later");
            }
            await(all, "later", 2);
            assertThat(all).allSatisfy(told -> assertThat(told.pages("chat")).isOne());
        } finally {
            all.forEach(Told::close);
        }
    }

    private static void await(List<Told> all, String job, int pages) {
        PageWorld.await(
                TOLD_WITHIN,
                () -> all.stream().allMatch(told -> told.pages(job) == pages),
                () -> all.stream().map(told -> told.webhook().notices()).toList() + " (expected: " + pages
                        + " pages of job " + job + ")");
    }

    /** An Alertmanager and what it told. */
    private record Told(WebhookReceiver webhook, Restartable alertmanager, int port) implements AutoCloseable {
        private static Told start(AlertPrograms programs, Path directory) throws IOException {
            WebhookReceiver webhook = WebhookReceiver.start(SECRET);
            Path secret = Files.writeString(directory.resolve("secret"), SECRET);
            String configuration = new ShippedAlerts(Path.of("").toAbsolutePath()).alertmanager(webhook.url(), secret);
            int port = Http.freePort();
            return new Told(
                    webhook, AlertChain.alertmanager(programs.alertmanager(), configuration, port, directory), port);
        }

        /** As Prometheus does, again and again, while an alert fires. */
        private void alert(String job) throws IOException {
            String alert = """
                    [{"labels": {"alertname": "WebsocketDown", "severity": "critical", "job": "%s", "instance": "wss://a"}}]
                    """.formatted(job);
            assertThat(Http.postJson("http://127.0.0.1:" + port + "/api/v2/alerts", alert)
                            .statusCode())
                    .isEqualTo(200);
        }

        /** Only what has read the answer to its notification can write down that it was told. */
        private boolean knowsWhatItTold() {
            try {
                Samples metrics = Samples.of(
                        Http.get("http://127.0.0.1:" + port + "/metrics").body());
                double known = metrics.all().stream()
                        .filter(sample -> sample.name().equals("alertmanager_notification_latency_seconds_count")
                                && "webhook".equals(sample.labels().get("integration")))
                        .mapToDouble(Samples.Sample::value)
                        .sum();
                return known == webhook.deliveries();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long pages(String job) {
            return webhook.notices().stream()
                    .filter(notice -> notice.receiver().equals(AlertChain.PAGE)
                            && job.equals(notice.labels().get("job")))
                    .count();
        }

        @Override
        public void close() {
            alertmanager.close();
            webhook.close();
        }
    }
}
