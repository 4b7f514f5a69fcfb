package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.dashboards.Dashboard;
import dev.websocketexporter.dashboards.Interpolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the dashboards say about now of targets that are scraped every five minutes, also in the seconds in which Prometheus
 * has forgotten one scrape and does not have the next. Told from a history that is written into Prometheus beforehand.
 */
@Tag("e2e")
@Timeout(90)
class DashboardIntervalsE2eIT {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final int SCRAPES = 16;
    private static final Duration RANGE = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofMinutes(1);

    private static final String WORKS = "wss://works.example/";
    private static final String FAILS = "wss://fails.example/";
    private static final String NEVER_WORKED = "wss://never-worked.example/";
    private static final String NOT_PROBED = "wss://not-probed.example/";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Release.class)
    void nothingIsForgottenBetweenTwoScrapes(Release release) throws IOException {
        Instant first = Instant.now().minus(Duration.ofHours(2));
        Instant last = first.plus(INTERVAL.multipliedBy(SCRAPES - 1));
        write(history(first));
        try (Prometheus prometheus = Prometheus.start(release, "scrape_configs: []\n", directory)) {
            for (Instant now : List.of(last.plusSeconds(1), last.plus(INTERVAL).plusSeconds(9))) {
                Answers answers = new Answers(new GrafanaQueries(prometheus), now);

                assertThat(answers.of("overview.json", "Failing now", "A")).containsExactly("{} [2.00000000]");
                assertThat(answers.of("overview.json", "Working now", "A")).containsExactly("{} [1.00000000]");
                assertThat(answers.of("overview.json", "Not probed", "A")).containsExactly("{} [1.00000000]");
                assertThat(answers.of("overview.json", "What fails, where and why", "A"))
                        .hasSize(2)
                        .allMatch(row -> row.contains("connection_refused"))
                        .anyMatch(row -> row.contains(FAILS))
                        .anyMatch(row -> row.contains(NEVER_WORKED));
                assertThat(answers.of("target.json", "State", "A")).containsExactly("{} [0.00000000]");
                assertThat(answers.of("target.json", "Why", "A"))
                        .singleElement()
                        .asString()
                        .contains("connection_refused");
                // Of this certificate only the end is known, and not how long it lives: 20 days are few for most.
                assertThat(answers.of("overview.json", "Certificates to renew", "A"))
                        .containsExactly("{} [1.00000000]");

                double sinceTheFirstFailure =
                        Duration.between(last.minus(INTERVAL), now).toSeconds();
                assertThat(seconds(answers.of("target.json", "Failing for", "A"), ""))
                        .isBetween(sinceTheFirstFailure - 1, sinceTheFirstFailure + STEP.toSeconds() + 1);
                // Since it was seen first in the time range, which it may have been by a scrape just before.
                assertThat(seconds(answers.of("overview.json", "What fails, where and why", "C"), NEVER_WORKED))
                        .isBetween(
                                RANGE.minus(INTERVAL).toSeconds() - 1.0,
                                RANGE.plus(INTERVAL).toSeconds() + 1.0);
            }
        }
    }

    /** As the alerts judge it: the chains of the others verify, and so only its own dates tell of the expired one. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void anExpiredCertificateOfOneOfTwoServersIsSeen(Release release) throws IOException {
        Instant first = Instant.now().minus(Duration.ofHours(2));
        write(twoServers(first));
        try (Prometheus prometheus = Prometheus.start(release, "scrape_configs: []\n", directory)) {
            Answers answers = new Answers(
                    new GrafanaQueries(prometheus), at(first, SCRAPES - 1).plusSeconds(1));

            assertThat(answers.of("overview.json", "Certificates to renew", "A"))
                    .containsExactly("{} [1.00000000]");
            assertThat(seconds(answers.of("overview.json", "Certificates by days left", "A"), WORKS))
                    .isBetween(-1.1, -1.0);
        }
    }

    private static double seconds(Set<String> answers, String labels) {
        return answers.stream()
                .filter(answer -> answer.contains(labels))
                .mapToDouble(answer -> Double.parseDouble(answer.replaceAll(".*\\[(.*)]", "$1")))
                .findFirst()
                .orElseThrow();
    }

    /** Of four targets: one works over TLS, two fail, one of them from the start, and the last scrape of one brought nothing. */
    private static String history(Instant first) {
        StringBuilder text = new StringBuilder();
        for (String metric : List.of("up", "probe_success", "probe_websocket_attempts")) {
            text.append("# TYPE ").append(metric).append(" gauge\n");
            for (String instance : List.of(WORKS, FAILS, NEVER_WORKED, NOT_PROBED)) {
                for (int scrape = 0; scrape < SCRAPES; scrape++) {
                    text.append(sample(metric, instance, scrape, first));
                }
            }
        }
        text.append("# TYPE probe_websocket_failure_info gauge\n");
        for (String instance : List.of(FAILS, NEVER_WORKED)) {
            for (int scrape = 0; scrape < SCRAPES; scrape++) {
                if (failed(instance, scrape)) {
                    String labels = instance + "\",phase=\"connect\",reason=\"connection_refused";
                    text.append(line("probe_websocket_failure_info", labels, 1, at(first, scrape)));
                }
            }
        }
        text.append("# TYPE probe_ssl_earliest_cert_expiry gauge\n");
        long ends = first.plus(Duration.ofDays(20)).getEpochSecond();
        for (int scrape = 0; scrape < SCRAPES; scrape++) {
            text.append(line("probe_ssl_earliest_cert_expiry", WORKS, ends, at(first, scrape)));
        }
        return text.append("# EOF\n").toString();
    }

    /** A target whose probes meet one server after the other: one with a new certificate, one whose certificate ended. */
    private static String twoServers(Instant first) {
        long begins = first.minus(Duration.ofDays(90)).getEpochSecond();
        long ends = first.plus(Duration.ofDays(60)).getEpochSecond();
        long ended = at(first, SCRAPES - 1).minus(Duration.ofDays(1)).getEpochSecond();
        String own = WORKS + "\",position=\"0";
        return series("probe_websocket_attempts", WORKS, first, scrape -> 1)
                + series(
                        "probe_ssl_last_chain_expiry_timestamp_seconds",
                        WORKS,
                        first,
                        scrape -> isOld(scrape) ? -1 : ends)
                + series("probe_ssl_earliest_cert_expiry", WORKS, first, scrape -> isOld(scrape) ? ended : ends)
                + series(
                        "probe_ssl_cert_not_after_timestamp_seconds",
                        own,
                        first,
                        scrape -> isOld(scrape) ? ended : ends)
                + series("probe_ssl_cert_not_before_timestamp_seconds", own, first, scrape -> begins)
                + "# EOF\n";
    }

    /** @param value for each scrape; below 0: none */
    private static String series(String metric, String instance, Instant first, IntToLongFunction value) {
        return IntStream.range(0, SCRAPES)
                .filter(scrape -> value.applyAsLong(scrape) >= 0)
                .mapToObj(scrape -> line(metric, instance, value.applyAsLong(scrape), at(first, scrape)))
                .collect(Collectors.joining("", "# TYPE " + metric + " gauge\n", ""));
    }

    private static boolean isOld(int scrape) {
        return scrape % 2 == 1;
    }

    private static String sample(String metric, String instance, int scrape, Instant first) {
        boolean down = instance.equals(NOT_PROBED) && scrape == SCRAPES - 1;
        return switch (metric) {
            case "up" -> line(metric, instance, down ? 0 : 1, at(first, scrape));
            case "probe_success" ->
                down ? "" : line(metric, instance, failed(instance, scrape) ? 0 : 1, at(first, scrape));
            default -> down ? "" : line(metric, instance, 1, at(first, scrape));
        };
    }

    private static boolean failed(String instance, int scrape) {
        return instance.equals(NEVER_WORKED) || instance.equals(FAILS) && scrape >= SCRAPES - 2;
    }

    private static Instant at(Instant first, int scrape) {
        return first.plus(INTERVAL.multipliedBy(scrape));
    }

    private static String line(String metric, String instance, long value, Instant time) {
        return metric + "{job=\"websocket\",instance=\"" + instance + "\"} " + value + " " + time.getEpochSecond()
                + "\n";
    }

    private void write(String history) throws IOException {
        Path file = Files.writeString(directory.resolve("history"), history);
        List<String> command = List.of(
                Release.INSTALLED.promtool().toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                file.toString(),
                directory.resolve("data").toString());
        try (ManagedProcess promtool = ManagedProcess.start(directory, command)) {
            assertThat(promtool.awaitExit()).as(promtool.output()).isZero();
        }
    }

    /** What Grafana would get at a moment, with the target that fails chosen on the dashboard of one target. */
    private record Answers(GrafanaQueries grafana, Instant now) {
        Set<String> of(String dashboard, String panel, String reference) {
            Dashboard.Query query = Dashboard.all().stream()
                    .filter(one -> one.name().equals(dashboard))
                    .flatMap(one -> one.queries().stream())
                    .filter(one -> one.panel().equals(panel) && one.reference().equals(reference))
                    .findFirst()
                    .orElseThrow();
            String instance = dashboard.equals("target.json") ? Interpolation.chosen(List.of(FAILS)) : ".+";
            Interpolation values = new Interpolation(Map.of(
                    "__range",
                    RANGE.toSeconds() + "s",
                    "__interval",
                    STEP.toSeconds() + "s",
                    "job",
                    ".+",
                    "instance",
                    instance,
                    "location",
                    ".*"));
            return grafana.answer(query, values.apply(query.expression()), now);
        }
    }
}
