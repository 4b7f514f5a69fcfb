package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exporter behind the reverse proxies of {@code docs/running.md}, and its own probes through them to its own echo. */
@Tag("e2e")
@Timeout(90)
class BehindProxiesE2eIT {
    private static final Path EXAMPLE = Path.of("config.example.yml");
    /** The largest that {@code /echo} takes. */
    private static final int LARGE_BYTES = 64 * 1024;

    private static final int TOO_LARGE_BYTES = 100 * 1024;
    private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(5);
    private static final String MODULES = """
            modules:
              large:
                websocket:
                  query_response:
                    - {send_file: large.txt}
                    - {expect: "^x+$"}
              too_large:
                websocket:
                  query_response:
                    - {send_file: too-large.txt}
                    - {expect: "^x+$"}
            """;

    @TempDir
    private static Path directory;

    private static final Map<ReverseProxy, ReverseProxy.Running> RUNNING = new EnumMap<>(ReverseProxy.class);
    private static Exporter exporter;
    private static ScriptedServer silent;

    /** The modules of the example, and two of this test's. */
    @BeforeAll
    static void start() throws IOException {
        Files.writeString(directory.resolve("large.txt"), "x".repeat(LARGE_BYTES));
        Files.writeString(directory.resolve("too-large.txt"), "x".repeat(TOO_LARGE_BYTES));
        String example = Files.readString(EXAMPLE);
        assertThat(example).containsOnlyOnce("\nmodules:\n");
        Path file = Files.writeString(directory.resolve("config.yml"), example.replace("\nmodules:\n", "\n" + MODULES));
        exporter = Exporter.start(directory, "--config.file=" + file);
        silent = ScriptedServer.plain(Peer::silence);
        for (ReverseProxy proxy : ReverseProxy.values()) {
            Path own = Files.createDirectory(directory.resolve(proxy.name()));
            RUNNING.put(proxy, proxy.inFrontOf(exporter, own));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        RUNNING.values().forEach(ReverseProxy.Running::close);
        if (silent != null) {
            silent.close();
        }
        if (exporter != null) {
            exporter.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsEchoAnswersTheExporterItselfAndClosesCleanly(ReverseProxy proxy) throws IOException {
        Samples samples = probe(proxy, "echo");

        assertThat(samples.failure()).as("%s", samples).isEmpty();
        assertThat(samples.value("probe_success")).isEqualTo(1);
        assertThat(samples.value("probe_websocket_close_code")).isEqualTo(1000);
        assertThat(samples.value("probe_websocket_close_clean")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void theLargestMessageComesBack(ReverseProxy proxy) throws IOException {
        Samples samples = probe(proxy, "large");

        assertThat(samples.failure()).as("%s", samples).isEmpty();
        assertThat(samples.labelled("probe_websocket_message_bytes", "direction", "received"))
                .isEqualTo(LARGE_BYTES);
    }

    @ParameterizedTest
    @EnumSource
    void theCloseOfAMessageThatIsTooLargeArrives(ReverseProxy proxy) throws IOException {
        Samples samples = probe(proxy, "too_large");

        assertThat(samples.failure()).as("%s", samples).isEqualTo("transfer/closed_by_peer");
        assertThat(samples.value("probe_websocket_close_code")).isEqualTo(1009);
    }

    @ParameterizedTest
    @EnumSource
    void theTimeThatPrometheusGivesReachesTheExporter(ReverseProxy proxy) throws IOException {
        String path = "/probe?module=websocket&target=" + Http.encode(exporter.echoUrl());
        HttpResponse<String> response = Http.scrape(RUNNING.get(proxy).url("http", path), SCRAPE_TIMEOUT);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        Samples samples = Samples.of(response.body());
        assertThat(samples.value("probe_success")).isEqualTo(1);
        assertThat(samples.value("probe_timeout_seconds")).isEqualTo(7.5);
    }

    @ParameterizedTest
    @EnumSource
    void thePageAndItsOwnMetricsAreServed(ReverseProxy proxy) throws IOException {
        ReverseProxy.Running running = RUNNING.get(proxy);

        assertThat(Http.get(running.url("http", "/metrics")).body()).contains("\nwebsocket_exporter_build_info{");
        HttpResponse<String> page = Http.get(running.url("http", "/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(Http.get(running.url("http", "/-/ready")).statusCode()).isEqualTo(200);
        assertThat(Http.get(running.url("http", "/echo")).statusCode()).isEqualTo(426);
    }

    /** Apache notices it only when it writes the answer, and then the probe's own budget has ended it. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "APACHE")
    void aProbeEndsWhenPrometheusGivesUp(ReverseProxy proxy) throws IOException {
        int port = RUNNING.get(proxy).port();
        String request = "GET /probe?module=websocket&target="
                + Http.encode("ws://127.0.0.1:" + silent.port() + "/") + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + "X-Prometheus-Scrape-Timeout-Seconds: 60\r\n\r\n";
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), RUNNING.get(proxy).port())) {
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            Conditions.await(NOTICED_WITHIN, () -> exporter.inFlight() == 1, () -> "no probe began");
        }
        Conditions.await(NOTICED_WITHIN, () -> exporter.inFlight() == 0, () -> "the probe went on");
    }

    private static Samples probe(ReverseProxy proxy, String module) throws IOException {
        String target = RUNNING.get(proxy).url("ws", "/echo");
        return Samples.of(exporter.get("/probe?module=" + module + "&target=" + Http.encode(target))
                .body());
    }
}
