package dev.websocketexporter.e2e;

import dev.websocketexporter.e2e.WebhookReceiver.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** A Prometheus with its Alertmanager and a webhook behind it, with rules and routes as they are shipped. */
final class AlertChain implements AutoCloseable {
    /** The receiver that wakes somebody up. */
    static final String PAGE = "page";

    private static final String SECRET = "only-for-alertmanager";

    private final String name;
    private final Path directory;
    private final WebhookReceiver webhook;
    private final Restartable alertmanager;
    private final Restartable prometheus;
    private final int prometheusPort;

    private AlertChain(
            String name,
            Path directory,
            WebhookReceiver webhook,
            Restartable alertmanager,
            Restartable prometheus,
            int prometheusPort) {
        this.name = name;
        this.directory = directory;
        this.webhook = webhook;
        this.alertmanager = alertmanager;
        this.prometheus = prometheus;
        this.prometheusPort = prometheusPort;
    }

    /**
     * Starts it.
     *
     * @param scrapes the entries of {@code scrape_configs}
     * @param directory for all files of it
     */
    static AlertChain start(AlertPrograms programs, ShippedAlerts shipped, String scrapes, Path directory)
            throws IOException {
        WebhookReceiver webhook = WebhookReceiver.start(SECRET);
        try {
            Path secret = Files.writeString(directory.resolve("secret"), SECRET);
            int port = Http.freePort();
            String configuration = shipped.alertmanager(webhook.url(), secret);
            Restartable alertmanager = alertmanager(programs.alertmanager(), configuration, port, directory);
            try {
                shipped.copyRules(directory);
                return start(programs, webhook, alertmanager, configuration(shipped, port, scrapes), directory);
            } catch (IOException | RuntimeException | Error e) {
                alertmanager.close();
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            webhook.close();
            throw e;
        }
    }

    private static AlertChain start(
            AlertPrograms programs,
            WebhookReceiver webhook,
            Restartable alertmanager,
            String configuration,
            Path directory)
            throws IOException {
        int port = Http.freePort();
        Restartable prometheus = prometheus(programs.prometheus(), configuration, port, directory);
        return new AlertChain(programs.name(), directory, webhook, alertmanager, prometheus, port);
    }

    private static String configuration(ShippedAlerts shipped, int alertmanagerPort, String scrapes)
            throws IOException {
        return """
                global:
                  %s
                rule_files: ["*.rules.yml"]
                alerting:
                  alertmanagers:
                    - static_configs: [{targets: ["127.0.0.1:%d"]}]
                scrape_configs:
                """.formatted(shipped.evaluationInterval(), alertmanagerPort) + scrapes;
    }

    /** An Alertmanager alone. */
    static Restartable alertmanager(Path program, String configuration, int port, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("alertmanager.yml"), configuration);
        return new Restartable(
                directory,
                Alertmanager.command(program, file, directory.resolve("alertmanager"), port),
                "http://127.0.0.1:" + port + "/-/ready");
    }

    private static Restartable prometheus(Path program, String configuration, int port, Path directory)
            throws IOException {
        Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
        return new Restartable(
                directory, Prometheus.command(program, file, directory, port), "http://127.0.0.1:" + port + "/-/ready");
    }

    /** That of its programs. */
    String name() {
        return name;
    }

    /** Which targets a job of it has from now on. */
    void targets(PageJob job, Collection<String> urls) throws IOException {
        job.targets(directory, urls);
    }

    Restartable prometheus() {
        return prometheus;
    }

    Restartable alertmanager() {
        return alertmanager;
    }

    /** All that was told, to whomever, in the order of arrival. */
    List<Notice> notices() {
        return webhook.notices();
    }

    /** How many notifications the receiver of pages had so far. */
    int pages() {
        return webhook.deliveries(PAGE);
    }

    /** When the receiver of pages was first told, from a moment on, that an alert about a target fires. */
    Optional<Instant> paged(String alert, String instance, Instant from) {
        return notices().stream()
                .filter(notice -> notice.receiver().equals(PAGE) && notice.is(alert, instance, "firing"))
                .map(Notice::arrived)
                .filter(arrived -> !arrived.isBefore(from))
                .findFirst();
    }

    /** The samples of a selector's one series within the last two hours, oldest first; none: it has no series. */
    List<Stamped> samples(String selector) {
        return series(selector + "[2h]")
                .map(series -> ((List<?>) series.get("values"))
                        .stream().map(sample -> Stamped.of((List<?>) sample)).toList())
                .findFirst()
                .orElse(List.of());
    }

    /** The values of a label among the series that an expression has now. */
    List<String> labels(String expression, String label) {
        return series(expression)
                .map(series -> String.valueOf(((Map<?, ?>) series.get("metric")).get(label)))
                .collect(Collectors.toList());
    }

    private Stream<Map<?, ?>> series(String expression) {
        try {
            // JSON is YAML, and a parser of YAML is at hand.
            Map<?, ?> answer = new Yaml()
                    .load(Http.get("http://127.0.0.1:" + prometheusPort + "/api/v1/query?query="
                                    + Http.encode(expression))
                            .body());
            Map<?, ?> data = (Map<?, ?>) answer.get("data");
            return ((List<?>) data.get("result")).stream().map(series -> (Map<?, ?>) series);
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer: " + prometheus.output(), e);
        }
    }

    @Override
    public void close() {
        try (webhook;
                alertmanager;
                prometheus) {
            // Prometheus ends first, so that it tells nobody of the others' end
        }
    }

    /** A sample as it was scraped. */
    record Stamped(Instant at, double value) {
        private static Stamped of(List<?> sample) {
            double seconds = ((Number) sample.get(0)).doubleValue();
            return new Stamped(
                    Instant.ofEpochMilli(Math.round(seconds * 1000)), Double.parseDouble((String) sample.get(1)));
        }
    }
}
