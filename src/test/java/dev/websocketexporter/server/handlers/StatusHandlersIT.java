package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.server.ListenAddress;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.ServerSettings;
import dev.websocketexporter.testkit.FakeProber;
import dev.websocketexporter.testkit.Promtool;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusHandlersIT {
    @ParameterizedTest
    @ValueSource(strings = {"/-/healthy", "/healthz", "/livez"})
    void healthIsTold(String path) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            assertThat(running.get(path).statusCode()).isEqualTo(200);
            HttpResponse<String> head = running.send("HEAD", path);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/-/ready", "/readyz"})
    void readinessFollowsTheStart(String path) throws Exception {
        try (RunningServer running = RunningServer.startingUp()) {
            assertThat(running.get(path).statusCode()).isEqualTo(503);
            assertThat(running.get(path).body()).isEqualTo("not ready: starting, probes wait until this is done\n");
            assertThat(running.send("HEAD", path).statusCode()).isEqualTo(503);
            running.server.markReady();
            assertThat(running.get(path).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void readinessEndsWhileNoProbeCanRun() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.prober.trouble("an event loop has not turned for 7 s");
            assertThat(running.get("/-/ready").statusCode()).isEqualTo(503);
            assertThat(running.get("/-/ready").body()).isEqualTo("not ready: an event loop has not turned for 7 s\n");
            assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
            running.prober.trouble(null);
            assertThat(running.get("/-/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void configurationIsShown() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.get("/config");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(response.body()).contains("quick:");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/logs|400|parameters \"id\" and \"target\" are missing (expected: ?id=N or ?target=URL[&module=NAME])",
                "/logs?id=x|400|id \"x\" is no number (expected: the number of a recent probe)",
                "/logs?id=123456789012345678901|404|probe 123456789012345678901 is not in the history, or not any more"
                        + " (expected: a recent probe; --history.limit says how many are kept)",
                "/logs?id=-1|400|id \"-1\" is no number (expected: the number of a recent probe)",
                "/logs?target=nope|400|target has no scheme (expected: a ws:// or wss:// URL such as wss://example.com/chat)",
                "/logs?id=77|404|probe 77 is not in the history, or not any more"
                        + " (expected: a recent probe; --history.limit says how many are kept)",
                "/logs?id=12345678901234567890|404|probe 12345678901234567890 is not in the history, or not any more"
                        + " (expected: a recent probe; --history.limit says how many are kept)",
                "/logs?target=ws://b.test/?t=1|404|no probe of ws://b.test/?t=<secret> is in the history, or not any more"
                        + " (expected: the full URL of a recent probe; --history.limit says how many are kept)",
            })
    void logsThatAreNotThereAreRefusedInOneLine(String path, int status, String line) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.get(path);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEqualTo(line + "\n");
        }
    }

    @Test
    void logsAreFoundByIdAndByTheFullUrl() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.probe("target=ws://a.test/?token=one");
            running.probe("target=ws://a.test/?token=two&module=quick");

            assertThat(running.get("/logs?id=1").body()).contains("a line of the probe's log");
            assertThat(running.get("/logs?target=http://A.test/?token=one").statusCode())
                    .isEqualTo(200);
            assertThat(running.get("/logs?target=ws://a.test/?token=two&module=quick")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(running.get("/logs?target=ws://a.test/?token=two&module=websocket")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(running.get("/logs?target=ws://a.test/?token=three").statusCode())
                    .isEqualTo(404);
            assertThat(running.send("HEAD", "/logs?id=9").statusCode()).isEqualTo(404);
            assertThat(running.get("/logs?id=1&time=2026-11-21T12:00:00Z").statusCode())
                    .isEqualTo(200);
            assertThat(running.get("/logs?id=1&time=2026-11-20T12:00:00Z").body())
                    .as("of another process")
                    .startsWith("probe 1 is not in the history, or not any more");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"})
    void wrongMethodIs405WithAllow(String method) throws Exception {
        try (RunningServer running = RunningServer.start();
                RawClient client = new RawClient(running.address())) {
            client.send(method + " /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 405 ")
                    .contains("Allow: GET, HEAD\r\n")
                    .endsWith("method " + method + " is not allowed here (expected: GET, HEAD)\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/metrics/", "/-/reload/", "/probe/x"})
    void unknownPathIs404WithOneUsefulLine(String path) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.get(path);

            assertThat(response.body())
                    .isEqualTo("there is nothing at this path (expected: one of /probe, /metrics, /watch, /config, /sd,"
                            + " /logs, /, /probes, /modules, /page/{version}/{file}, /-/healthy, /healthz, /livez, /-/ready,"
                            + " /readyz, /-/reload, /api/v1/probe, /api/v1/probes, /api/v1/probes/{id},"
                            + " /api/v1/targets, /api/v1/watch, /api/v1/modules, /api/v1/openapi.json, /echo)\n");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(running.send("HEAD", path).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void whatIsNoHttpIsRefusedInOneLine() throws Exception {
        try (RunningServer running = RunningServer.start();
                RawClient client = new RawClient(running.address())) {
            client.send("\u0016\u0003\u0001 hello\r\n\r\n");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("\r\n\r\nBad Request (expected: a request of HTTP/1.1)\n")
                    .doesNotContain("Server:")
                    .doesNotContain("html");
        }
    }

    @Test
    void headBeyondEveryLimitIsRefusedInOneLine() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.get("/livez", "X-Large", "x".repeat(40_000));

            assertThat(response.statusCode()).isEqualTo(431);
            assertThat(response.body()).isEqualTo("the head of the request is too large (expected: at most 32 KiB)\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|gzip",
                "gzip;q=1.0|gzip",
                "deflate, gzip;q=0.5|gzip",
                "*|gzip",
                "gzip;q=0|",
                "gzip;q=0.000, *|",
                "identity|",
                "br|",
            })
    void answersAreCompressedExactlyWhenThatIsAccepted(String accepted, String encoding) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<byte[]> response = running.client.send(
                    running.request("/metrics")
                            .header("Accept-Encoding", accepted)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());

            assertThat(response.headers().firstValue("Content-Encoding").orElse(null))
                    .isEqualTo(encoding);
            assertThat(response.headers().allValues("Vary")).contains("Accept-Encoding");
            byte[] body = encoding == null
                    ? response.body()
                    : new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
            assertThat(new String(body, StandardCharsets.UTF_8)).contains("websocket_exporter_build_info");
        }
    }

    @Test
    void formatFollowsAccept() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            for (String path : List.of("/metrics", "/probe?target=ws://a.test")) {
                HttpResponse<String> text = answered(running, path, "text/plain");
                HttpResponse<String> open = answered(running, path, "application/openmetrics-text;version=1.0.0");

                assertThat(text.headers().firstValue("Content-Type"))
                        .hasValue("text/plain; version=0.0.4; charset=utf-8");
                assertThat(open.headers().firstValue("Content-Type"))
                        .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
                assertThat(open.body()).endsWith("# EOF\n");
                assertThat(open.headers().allValues("Vary")).contains("Accept");
            }
        }
    }

    private static HttpResponse<String> answered(RunningServer running, String path, String accept) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = running.getLater(path, "Accept", accept);
        if (path.startsWith("/probe")) {
            running.prober.next().succeed();
        }
        return answer.get();
    }

    @Test
    void ownMetricsTellOfEveryProbe() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            assertThat(running.get("/metrics").body())
                    .contains(
                            "websocket_exporter_build_info{version=\"1.2.3\",revision=\"abc\",javaversion=\"17\",} 1.0")
                    .contains("websocket_exporter_probes_total{module=\"quick\",result=\"failure\",} 0.0");
            running.probe("target=ws://a.test");
            CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test&module=quick");
            FakeProber.FakeProbe started = running.prober.next();
            assertThat(running.get("/metrics").body()).contains("websocket_exporter_probes_in_flight 1.0");
            started.fail(new Failure(Phase.UPGRADE, Reason.UNEXPECTED_STATUS, "404"));
            answer.get();
            running.get("/probe?target=ws://a.test&module=evil");

            assertThat(running.get("/metrics").body())
                    .contains("websocket_exporter_probes_total{module=\"websocket\",result=\"success\",} 1.0")
                    .contains("websocket_exporter_probe_failures_total{module=\"quick\",phase=\"processing\","
                            + "reason=\"unexpected_status\",} 1.0")
                    .contains("websocket_exporter_probe_duration_seconds_count{module=\"quick\",} 1.0")
                    .contains("websocket_exporter_module_unknown_total 1.0")
                    .contains("jvm_memory_bytes_used")
                    .contains("process_start_time_seconds")
                    .doesNotContain("evil")
                    .doesNotContain("a.test");
        }
    }

    @Test
    void promtoolHasNothingToSay() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.probe("target=ws://a.test");
            Promtool.assertSilent(running.get("/metrics").body());
        }
    }

    @Test
    void routesLiveUnderThePrefixAndTheRootLeadsThere() throws Exception {
        try (RunningServer running = RunningServer.start(from -> RunningServer.withPrefix(from, null, "/ws"))) {
            assertThat(running.get("/ws/livez").statusCode()).isEqualTo(200);
            assertThat(running.get("/livez").statusCode()).isEqualTo(404);
            assertThat(running.get("/").statusCode()).isEqualTo(302);
            assertThat(running.get("/").headers().firstValue("Location"))
                    .hasValueSatisfying(location -> assertThat(location).endsWith("/ws/"));
            assertThat(running.get("/ws").statusCode()).isEqualTo(302);
            assertThat(running.get("/ws/").body()).contains("href=\"/ws/metrics\"");
        }
    }

    @Test
    void linksFollowTheExternalUrl() throws Exception {
        URI external = URI.create("https://monitoring.example.com/exporter/");
        try (RunningServer running = RunningServer.start(from -> RunningServer.withPrefix(from, external, "/"))) {
            assertThat(running.get("/").body()).contains("href=\"/exporter/metrics\"");
        }
    }

    @Test
    void addressInUseIsToldInOneLine() {
        try (RunningServer running = RunningServer.start()) {
            ServerSettings base = RunningServer.settings();
            ServerSettings settings = new ServerSettings(
                    List.of(
                            ListenAddress.parse("127.0.0.1:0"),
                            new ListenAddress("127.0.0.1", running.address().getPort())),
                    base.externalUrl(),
                    base.routePrefix(),
                    base.echo(),
                    base.historyLimit(),
                    base.timeoutOffset(),
                    base.maxConcurrent(),
                    base.proberLogging());

            assertThatThrownBy(() -> RunningServer.start(ignored -> settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1:" + running.address().getPort()
                                    + ": Address already in use"
                                    + " (expected: a free address of this machine, in --web.listen-address)");
        }
    }
}
