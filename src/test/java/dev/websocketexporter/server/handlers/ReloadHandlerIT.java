package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.FakeProber;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ReloadHandlerIT {
    private static final Configuration OTHER = new Configuration(
            Map.of("other", ProbeModule.withDefaults("other").withTimeout(Duration.ofSeconds(3))),
            new TargetPolicy(List.of(), List.of(PolicyEntry.parse("10.0.0.0/8"))));

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void reloadThatSucceedsIs200WithItsWarnings(String method) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.configuration.result.complete(
                    new ReloadResult.Reloaded(new Loaded(OTHER, List.of("a.yml:3:1: starttls: means nothing here"))));

            HttpResponse<String> response = running.send(method, "/-/reload");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(response.body())
                    .isEqualTo("configuration reloaded: 1 module\nwarning: a.yml:3:1: starttls: means nothing here\n");
            assertThat(running.configuration.reloads).hasValue(1);
        }
    }

    @Test
    void refusedConfigurationIs500WithEveryMistakeOnALine() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.configuration.result.complete(new ReloadResult.Refused(List.of(
                    new ConfigError("a.yml", new Position(2, 5), "modules.a.timeout", "\"5\" has no unit"),
                    new ConfigError("a.yml", new Position(3, 5), "modules.a.x", "unknown field"))));

            HttpResponse<String> response = running.send("POST", "/-/reload");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(response.body())
                    .isEqualTo("a.yml:2:5: modules.a.timeout: \"5\" has no unit\n"
                            + "a.yml:3:5: modules.a.x: unknown field\n");
        }
    }

    @Test
    void withoutAFileThereIsNothingToReload() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.configuration.result.complete(new ReloadResult.NothingToReload());

            HttpResponse<String> response = running.send("POST", "/-/reload");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("nothing to reload: without --config.file, the embedded configuration is in force\n");
        }
    }

    @Test
    void bugIs500AndSaysNothingOfItself() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.configuration.result.completeExceptionally(new IllegalStateException("innards"));

            HttpResponse<String> response = running.send("POST", "/-/reload");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .startsWith("internal error of the exporter")
                    .doesNotContain("innards");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE"})
    void otherMethodsAre405WithAllow(String method) throws Exception {
        try (RunningServer running = RunningServer.start();
                RawClient client = new RawClient(running.address())) {
            client.send(method + " /-/reload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 405 ").contains("Allow: POST, PUT\r\n");
            assertThat(running.configuration.reloads).hasValue(0);
        }
    }

    @Test
    void bodyOfTheRequestDoesNotMatter() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.configuration.result.complete(new ReloadResult.NothingToReload());
            HttpRequest request = running.request("/-/reload")
                    .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                    .build();

            assertThat(running.client
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void prefixHoldsForTheReloadToo() throws Exception {
        try (RunningServer running = RunningServer.start(from -> RunningServer.withPrefix(from, null, "/ws"))) {
            running.configuration.result.complete(new ReloadResult.NothingToReload());

            assertThat(running.send("POST", "/ws/-/reload").statusCode()).isEqualTo(200);
            assertThat(running.send("GET", "/ws/-/reload").statusCode()).isEqualTo(405);
            assertThat(running.send("POST", "/-/reload").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void drainingExporterReloadsNothing() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.server.drain(Duration.ZERO);

            HttpResponse<String> response = running.send("POST", "/-/reload");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(response.body())
                    .isEqualTo("the exporter is shutting down and loads no configuration any more"
                            + " (expected: a retry once it is up again)\n");
            assertThat(running.configuration.reloads).hasValue(0);
            assertThat(running.get("/-/reload").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void startingExporterReloadsBeforeItIsReady() throws Exception {
        try (RunningServer running = RunningServer.startingUp()) {
            running.configuration.result.complete(new ReloadResult.NothingToReload());

            assertThat(running.get("/-/ready").statusCode()).isEqualTo(503);
            assertThat(running.send("POST", "/-/reload").statusCode()).isEqualTo(200);
        }
    }

    /** More of them than the server has threads: none waits for the file. */
    @Test
    void slowFileKeepsNoThreadOfTheServer() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            List<CompletableFuture<HttpResponse<String>>> waiting = java.util.stream.IntStream.range(0, 64)
                    .mapToObj(i -> running.client.sendAsync(
                            running.request("/-/reload")
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .toList();
            Conditions.until(() -> running.configuration.reloads.get() == 64);

            assertThat(running.get("/livez").statusCode()).isEqualTo(200);

            running.configuration.result.complete(new ReloadResult.NothingToReload());
            for (CompletableFuture<HttpResponse<String>> answer : waiting) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void probeEndsOnTheConfigurationThatItStartedWith() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            CompletableFuture<HttpResponse<String>> answer =
                    running.getLater("/probe?target=ws://a.test&module=quick&debug=true");
            FakeProber.FakeProbe probe = running.prober.next();
            running.configuration.current = OTHER;

            assertThat(running.get("/config").body()).contains("other:").doesNotContain("quick:");
            assertThat(running.get("/probe?target=ws://a.test&module=quick").body())
                    .startsWith("module \"quick\" is unknown (expected: one of other)");
            assertThat(running.get("/probe?target=ws://10.1.2.3&module=other").statusCode())
                    .isEqualTo(403);
            probe.end(new Outcome.Success());
            assertThat(answer.get().body()).contains("probe_success 1.0").contains("timeout: 2s");
            assertThat(probe.request().policy())
                    .isEqualTo(RunningServer.configuration().targetPolicy());
        }
    }

    @Test
    void moduleThatLeavesTakesItsSeriesAlongAndANewOneBeginsAtZero() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test&module=quick");
            FakeProber.FakeProbe late = running.prober.next();
            running.probe("target=ws://a.test&module=websocket");
            running.configuration.current = OTHER;
            running.metrics.configurationLoaded(OTHER.modules().keySet(), RunningServer.CLOCK.instant());
            late.succeed();
            answer.get();

            assertThat(running.get("/metrics").body())
                    .contains("websocket_exporter_probes_total{module=\"other\",result=\"failure\",} 0.0")
                    .contains("websocket_exporter_probe_duration_seconds_count{module=\"other\",} 0.0")
                    .contains("websocket_exporter_probes_in_flight 0.0")
                    .doesNotContain("module=\"quick\"")
                    .doesNotContain("module=\"websocket\"");
        }
    }
}
