package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The recipes of programs that are no Prometheus and send to one, OpenTelemetry's collector and Telegraf, run where they were
 * built. Names and labels have to arrive as Prometheus itself would have them.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
@Timeout(180)
class PushersE2eIT {
    /** A timeout of two seconds less the exporter's offset of half a second. */
    private static final double TOLD = 1.5;

    private static final String REFUSED = "ws://127.0.0.1:1/";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @BeforeEach
    void copyRules() throws IOException {
        AlertRule.copyTo(root);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theCollectorSendsWhatPrometheusWouldHave() throws IOException {
        Path otelcol = Tools.builtByName("otelcol");
        try (Exporter exporter = Exporter.start(root);
                ServerSocket silent = silent();
                Prometheus receiver = ScraperRecipe.startReceiver(Release.INSTALLED, root)) {
            String hangs = url(silent) + "?a=b&c=d";
            ScraperRecipe.writeTargets(
                    root, List.of(exporter.echoUrl(), REFUSED, hangs), List.of(exporter.echoUrl() + "?pinged"));
            Path file = collectorRecipe(exporter, receiver).write();
            try (ManagedProcess collector =
                    ManagedProcess.start(root, List.of(otelcol.toString(), "--config=" + file))) {
                awaitProbes(collector, receiver);

                assertThat(outcomes(receiver))
                        .containsExactlyInAnyOrder(
                                exporter.echoUrl() + " 1",
                                exporter.echoUrl() + "?pinged websocket_ping 1",
                                REFUSED + " 0",
                                hangs + " 0");
                assertHearsOfTheSilentOne(receiver, hangs);
                assertThat(receiver.query("up{job=\"chat\"} == 1")).hasSize(4);
                assertThat(receiver.query("probe_success{job=\"chat\"}"))
                        .allMatch(sample -> Set.of("job", "instance", "module")
                                .containsAll(sample.labels().keySet()));
                Set<String> names = renamed(published(exporter), "jvm_info", "jvm");
                collector.awaitReady(() -> received(receiver).containsAll(names));

                exporter.process().terminate();

                collector.awaitReady(() -> receiver.query("up == 0").size() == 5);
                assertThat(receiver.query("probe_success")).isEmpty();
            }
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theCollectorRefusesRulesAndAVariableThatItTakesForItsOwn() throws IOException {
        Path otelcol = Tools.builtByName("otelcol");
        String jobs = "      scrape_configs:\n";
        String replacement = "replacement: localhost:10115";

        assertThat(validate(otelcol, jobs, "      rule_files: [alerts/slo.rules.yml]\n" + jobs))
                .contains("unsupported features", "rule_files");
        assertThat(validate(otelcol, replacement, "replacement: '${1}:10115'"))
                .contains("environment variable \"1\" has invalid name");
        assertThat(validate(otelcol, replacement, "replacement: '$${1}:10115'")).isEmpty();
        assertThat(validate(otelcol, replacement, "replacement: '$1:10115'")).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void telegrafSendsWhatPrometheusWouldHaveWithoutUp() throws IOException {
        Path telegraf = Tools.builtByName("telegraf");
        try (Exporter exporter = Exporter.start(root);
                ServerSocket silent = silent();
                Prometheus receiver = ScraperRecipe.startReceiver(Release.INSTALLED, root)) {
            String echo = exporter.echoUrl();
            String hangs = url(silent) + "?a=b%26c=d";
            String more =
                    "module=websocket&target=%s\",\n    \"http://localhost:10115/probe?module=websocket&target=%s";
            Path file = ScraperRecipe.of("telegraf/telegraf.conf", root)
                    .with("module=websocket&target=wss://chat.example.com/socket", more.formatted(REFUSED, hangs))
                    .with(
                            "target=wss://presence.example.com/",
                            "target=" + echo + "\",\n    \"" + "http://localhost:10115/probe?module=websocket&target="
                                    + echo)
                    .with("localhost:10115", "127.0.0.1:" + exporter.port())
                    .with("http://localhost:9090", receiver.url())
                    .with("interval = \"15s\"", "interval = \"2s\"")
                    .with("flush_interval = \"5s\"", "flush_interval = \"1s\"")
                    .with("timeout = \"10s\"", "timeout = \"2s\"")
                    .with("-Timeout-Seconds\" = \"10\"", "-Timeout-Seconds\" = \"2\"")
                    .write();
            try (ManagedProcess scraper =
                    ManagedProcess.start(root, List.of(telegraf.toString(), "--config", "" + file))) {
                awaitProbes(scraper, receiver);

                assertThat(outcomes(receiver))
                        .containsExactlyInAnyOrder(
                                echo + " websocket 1",
                                echo + " websocket_ping 1",
                                REFUSED + " websocket 0",
                                hangs + " websocket 0");
                assertHearsOfTheSilentOne(receiver, hangs);
                assertThat(receiver.query("up")).isEmpty();
                Set<String> names = published(exporter);
                scraper.awaitReady(() -> received(receiver).containsAll(names));
                assertThat(scraper.output()).doesNotContain(" E! ");
            }
        }
    }

    private ScraperRecipe collectorRecipe(Exporter exporter, Prometheus receiver) throws IOException {
        return ScraperRecipe.of("otelcol/config.yaml", root)
                .with("scrape_interval: 15s", "scrape_interval: 2s")
                .with("scrape_timeout: 10s", "scrape_timeout: 2s")
                .with("localhost:10115", "127.0.0.1:" + exporter.port())
                .with("http://localhost:9090", receiver.url());
    }

    /** What the collector says of its recipe with a change; nothing, when it takes it. */
    private String validate(Path otelcol, String shown, String changed) throws IOException {
        Path file = ScraperRecipe.of("otelcol/config.yaml", root)
                .with(shown, changed)
                .write();
        try (ManagedProcess collector =
                ManagedProcess.start(root, List.of(otelcol.toString(), "validate", "--config=" + file))) {
            return collector.awaitExit() == 0 ? "" : collector.output();
        }
    }

    /** A server that accepts connections, and then says nothing. */
    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static String url(ServerSocket server) {
        return "ws://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** Of each target: its URL, its module where it has one, and whether its probe succeeds. */
    private static List<String> outcomes(Prometheus receiver) {
        return receiver.query("probe_success{job=\"chat\"}").stream()
                .map(sample -> Stream.of(sample.label("instance"), sample.label("module"), "" + (int) sample.value())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    /** Waits until all four targets were probed, and the rules see them; fails at once when the scraper ends. */
    private static void awaitProbes(ManagedProcess scraper, Prometheus receiver) {
        scraper.awaitReady(() -> outcomes(receiver).size() == 4
                && receiver.query("websocket:probes:count5m{job=\"chat\"} > 0").size() == 4);
    }

    /** The exporter ended the probe in time, since it was told how long the scraper waits. */
    private static void assertHearsOfTheSilentOne(Prometheus receiver, String target) {
        assertThat(receiver.query("probe_websocket_failure_info{reason=\"timeout\"}"))
                .extracting(sample -> sample.label("instance"))
                .containsExactly(target);
        assertThat(receiver.query("probe_timeout_seconds")).isNotEmpty().allMatch(sample -> sample.value() == TOLD);
    }

    /** The names of all metrics that the receiver has. */
    private static Set<String> received(Prometheus receiver) {
        return receiver
                .query("count by (name) (label_replace({__name__=~\".+\"}, \"name\", \"$1\", \"__name__\", \"(.+)\"))")
                .stream()
                .map(sample -> sample.label("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that the exporter has, for itself and for a probe. */
    private static Set<String> published(Exporter exporter) throws IOException {
        return Stream.of(exporter.get("/metrics").body(), exporter.probe(exporter.echoUrl()))
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> renamed(Set<String> names, String from, String to) {
        assertThat(names.remove(from)).isTrue();
        names.add(to);
        return names;
    }
}
