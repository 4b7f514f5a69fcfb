package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.e2e.WebhookReceiver.Notice;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** From a server that stops to the text that somebody reads: the jar, Prometheus, Alertmanager and a webhook. */
@Tag("e2e")
@Timeout(240)
class AlertArrivesE2eIT {
    private static final String SECRET = "only-for-alertmanager";
    private static final int NORMAL_CLOSURE = 1000;
    private static final Duration HAPPENS_WITHIN = Duration.ofSeconds(60);
    /** Scrapes after the lost one, a second apart: longer than the shortest window and Alertmanager's wait together. */
    private static final int LONG_ENOUGH = 9;

    private final AtomicBoolean loseOne = new AtomicBoolean();

    private ScriptedServer server;
    private String target;
    private Exporter exporter;
    private WebhookReceiver webhook;
    private Alertmanager alertmanager;
    private Prometheus prometheus;

    @BeforeEach
    void startEverything(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException {
        Tools.require("prometheus");
        Tools.require("prometheus-alertmanager");
        server = ScriptedServer.plain(this::serve);
        target = "ws://127.0.0.1:" + server.port() + "/chat";
        exporter = Exporter.start(directory, "--timeout-offset=0.1");
        webhook = WebhookReceiver.start(SECRET);
        alertmanager = Alertmanager.start(
                alertmanagerConfiguration(directory), Files.createDirectory(directory.resolve("alertmanager")));
        Path home = Files.createDirectory(directory.resolve("prometheus"));
        for (Path rules : AlertRule.files()) {
            Files.writeString(home.resolve(rules.getFileName()), Hurry.up(Files.readString(rules)));
        }
        prometheus = Prometheus.start(prometheusConfiguration(), home);
    }

    private void serve(Peer peer) throws IOException {
        if (loseOne.compareAndSet(true, false)) {
            peer.readHead();
            return; // and the connection is closed instead of an answer
        }
        peer.upgrade();
        peer.readFrame();
        peer.sendClose(NORMAL_CLOSURE, "");
        peer.silence();
    }

    /** The example that is shipped, with the webhook's block as its head says, and the webhook's address and secret. */
    private String alertmanagerConfiguration(Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), SECRET);
        String example = Alertmanager.exampleWith("webhook", directory);
        assertThat(example)
                .contains("https://hooks.example.com/alertmanager")
                .contains("/etc/alertmanager/secrets/webhook");
        return Hurry.up(example)
                .replace("https://hooks.example.com/alertmanager", webhook.url())
                .replace("/etc/alertmanager/secrets/webhook", secret.toString());
    }

    private String prometheusConfiguration() {
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: ["*.rules.yml"]
                alerting:
                  alertmanagers:
                    - static_configs:
                        - targets: ["127.0.0.1:%d"]
                scrape_configs:
                  - job_name: chat
                    metrics_path: /probe
                    static_configs:
                      - targets: ["%s"]
                    relabel_configs:
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__param_target], target_label: instance}
                      - {target_label: __address__, replacement: "127.0.0.1:%d"}
                """.formatted(alertmanager.port(), target, exporter.port());
    }

    @AfterEach
    void endEverything() throws IOException {
        for (AutoCloseable process : new AutoCloseable[] {prometheus, alertmanager, webhook, exporter}) {
            close(process);
        }
        server.close();
    }

    private static void close(AutoCloseable process) {
        try {
            if (process != null) {
                process.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("a process did not end", e);
        }
    }

    @Test
    void aLostProbeSendsNothingAndAStoppedServerIsToldAndToldToBeBack() throws IOException {
        await("probe_success == 1");

        loseOne.set(true);
        await("changes(probe_success[1m]) == 2 and probe_success == 1");
        int probesUntilThen = server.accepted();
        Conditions.await(HAPPENS_WITHIN, () -> server.accepted() >= probesUntilThen + LONG_ENOUGH, this::whatIs);
        assertThat(prometheus.query("count_over_time(ALERTS{alertname=\"WebsocketDown\"}[5m])"))
                .as("not even pending")
                .isEmpty();
        assertThat(webhook.notices())
                .noneMatch(notice -> target.equals(notice.labels().get("instance")));

        server.close();
        Notice firing = awaitNotice("firing");
        assertThat(firing.annotations().get("summary")).isEqualTo(target + " is down");
        assertThat(firing.annotations().get("description"))
                .contains(target, "(job chat)", "phase connect, reason connection_refused");
        assertThat(firing.annotations().get("runbook_url")).endsWith("/docs/runbook.md#websocketdown");
        assertThat(firing.labels()).containsEntry("severity", "critical").doesNotContainKey("reason");

        server = ScriptedServer.plainAgain(server, this::serve);
        awaitNotice("resolved");
        assertThat(prometheus.query("probe_success == 1")).hasSize(1);
    }

    private void await(String expression) {
        Conditions.await(HAPPENS_WITHIN, () -> !prometheus.query(expression).isEmpty(), this::whatIs);
    }

    private Notice awaitNotice(String status) {
        Conditions.await(
                HAPPENS_WITHIN,
                () -> webhook.notices().stream().anyMatch(notice -> notice.is("WebsocketDown", target, status)),
                this::whatIs);
        return webhook.notices().stream()
                .filter(notice -> notice.is("WebsocketDown", target, status))
                .findFirst()
                .orElseThrow();
    }

    private String whatIs() {
        return "probes: " + prometheus.query("probe_success") + ", alerts: " + prometheus.query("ALERTS")
                + ", notices: " + webhook.notices();
    }
}
