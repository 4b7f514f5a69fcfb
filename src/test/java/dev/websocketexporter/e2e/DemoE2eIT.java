package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code examples/demo/run} as somebody types it, with ports and an interval of the test: a fault that is switched on is an
 * alert in Alertmanager, and nothing is left behind. It waits nearly all of its time, and so runs beside other tests.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(400)
class DemoE2eIT {
    private static final String EXAMPLES = "examples/demo/";
    private static final String READY = "Ctrl-C ends all of it";
    private static final int PROMETHEUS = 9090;
    private static final List<String> PORTS = List.of("EXPORTER", "SERVER", "TLS", "PROMETHEUS", "ALERTMANAGER");

    /** Three probes, an evaluation of the rules, and whatever else the machine has to do. */
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(120);

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private final List<Integer> ports = new ArrayList<>();

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void faultThatIsSwitchedOnArrivesInAlertmanagerAndNothingIsLeftBehind() throws IOException {
        List.of("prometheus", "prometheus-alertmanager", "curl", "bash").forEach(Tools::require);
        Npm.install(Path.of("examples", "demo-server"), Files.createDirectory(directory.resolve("npm")), "server.js");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        for (int i = 0; i < PORTS.size(); i++) {
            ports.add(Http.freePort());
        }
        try (ManagedProcess demo = start("run")) {
            Conditions.await(STARTS_WITHIN, () -> demo.output().contains(READY), demo::output);
            Conditions.await(STARTS_WITHIN, () -> has("sum(probe_success) == 4"), demo::output);

            fault("expired");
            awaitSeries("probe_websocket_failure_info{reason=\"certificate_expired\",instance=~\"wss:.*\"}");
            fault("stale");
            awaitSeries("websocket_stale == 1");
            fault("refuse");
            Conditions.await(ARRIVES_WITHIN, () -> alerts().contains("WebsocketMassOutage"), () -> alerts().toString());
            assertWhatIsPrintedShowsIt(demo.output());

            demo.terminate();
            assertThat(demo.awaitExit()).as(demo.output()).isZero();
        }
        for (int port : ports) {
            new ServerSocket(port).close();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void portThatIsTakenIsOneLine() throws IOException {
        Tools.require("prometheus");
        try (ServerSocket taken = new ServerSocket(0)) {
            ports.addAll(
                    List.of(Http.freePort(), Http.freePort(), Http.freePort(), taken.getLocalPort(), Http.freePort()));
            try (ManagedProcess demo = start("run")) {
                assertThat(demo.awaitExit()).isEqualTo(2);
                assertThat(demo.output())
                        .isEqualTo(
                                "demo: port " + taken.getLocalPort()
                                        + ", for Prometheus, is taken (expected: a free one; DEMO_PROMETHEUS_PORT names another)\n");
            }
        }
    }

    /** Debian's Prometheus has its page elsewhere, and Debian's Alertmanager none but a command. */
    private void assertWhatIsPrintedShowsIt(String printed) throws IOException {
        assertThat(Http.get(place(printed, "exporter")).statusCode()).isEqualTo(200);
        assertThat(Http.get(place(printed, "Prometheus")).statusCode()).isEqualTo(200);
        String alertmanager = place(printed, "Alertmanager");
        if (alertmanager.startsWith("http")) {
            assertThat(Http.get(alertmanager).body()).doesNotContain("does not include");
            return;
        }
        try (ManagedProcess shown = ManagedProcess.start(directory, List.of(alertmanager.split(" ")))) {
            assertThat(shown.awaitExit()).as(shown.output()).isZero();
            assertThat(shown.output()).contains("WebsocketMassOutage");
        }
    }

    private static String place(String printed, String program) {
        return printed.lines()
                .filter(line -> line.startsWith(program + " "))
                .map(line -> line.substring(program.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Debian's packages of both start services on the usual ones. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void usualPortOfPrometheusThatIsTakenIsNoObstacle() throws IOException {
        List.of("prometheus", "prometheus-alertmanager").forEach(Tools::require);
        try (ServerSocket usual = occupied(PROMETHEUS);
                ServerSocket taken = new ServerSocket(0)) {
            ports.addAll(List.of(Http.freePort(), Http.freePort(), Http.freePort(), 0, taken.getLocalPort()));
            try (ManagedProcess demo = start("run")) {
                assertThat(demo.awaitExit())
                        .as("the port of Alertmanager is named")
                        .isEqualTo(2);
                assertThat(demo.output())
                        .matches("demo: port " + PROMETHEUS + " is taken, so Prometheus is on port 9[0-9]{3}\n"
                                + "demo: port " + taken.getLocalPort() + ", for Alertmanager, is taken .*\n");
            }
            assertThat(usual.isClosed()).as("taken all the time").isFalse();
        }
    }

    /** Listens there, unless somebody else does. */
    private static ServerSocket occupied(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (BindException e) {
            assertThat(e).as("somebody else listens there").hasMessageContaining("in use");
        }
        return socket;
    }

    private void fault(String name) throws IOException {
        try (ManagedProcess fault = start("fault", name)) {
            assertThat(fault.awaitExit()).as(fault.output()).isZero();
        }
    }

    private ManagedProcess start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "DEMO_INTERVAL=3s",
                "NODE_PATH=" + directory.resolve("npm/node_modules"),
                "TMPDIR=" + directory.resolve("tmp"),
                "JAVA_HOME=" + System.getProperty("java.home"),
                "WEBSOCKET_EXPORTER_JAR=" + Exporter.JAR));
        for (int i = 0; i < PORTS.size(); i++) {
            if (ports.get(i) != 0) {
                command.add("DEMO_" + PORTS.get(i) + "_PORT=" + ports.get(i));
            }
        }
        command.add(Path.of(EXAMPLES + script).toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return ManagedProcess.start(directory, command);
    }

    private void awaitSeries(String expression) {
        Conditions.await(ARRIVES_WITHIN, () -> has(expression), () -> expression);
    }

    /** Whether Prometheus has a series for it. */
    private boolean has(String expression) {
        return json(PORTS.indexOf("PROMETHEUS"), "/api/v1/query?query=" + Http.encode(expression))
                .at("/data/result/0")
                .isObject();
    }

    private List<String> alerts() {
        return json(PORTS.indexOf("ALERTMANAGER"), "/api/v2/alerts").findValuesAsText("alertname");
    }

    private JsonNode json(int port, String path) {
        try {
            return new ObjectMapper()
                    .readTree(Http.get("http://127.0.0.1:" + ports.get(port) + path)
                            .body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
