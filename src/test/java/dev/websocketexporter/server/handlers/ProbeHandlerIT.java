package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.ExporterServer;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.FakeProber;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeHandlerIT {
    private static final String EXPECTED_URL = " (expected: a ws:// or wss:// URL such as wss://example.com/chat)";

    static Stream<Arguments> refusals() {
        return Stream.of(
                row("", 400, "parameter \"target\" is missing (expected: ?target=wss://example.com/chat)"),
                row("target=", 400, "parameter \"target\" is missing (expected: ?target=wss://example.com/chat)"),
                row("target=ws://a.test&target=ws://b.test", 400, twice("target")),
                row("target=ws://a.test&module=quick&module=quick", 400, twice("module")),
                row("target=ws://a.test&hostname=b&hostname=c", 400, twice("hostname")),
                row(
                        "target=ws://a.test&module=nope",
                        400,
                        "module \"nope\" is unknown (expected: one of websocket, quick, hosted)"),
                row(
                        "target=ws://a.test&module=no%0Ape",
                        400, "module \"no?pe\" is unknown (expected: one of websocket, quick, hosted)"),
                row("target=ftp://a.test", 400, "target has the scheme \"ftp\"" + EXPECTED_URL),
                row("target=a.test", 400, "target has no scheme" + EXPECTED_URL),
                row("target=ws://", 400, "target has no host (expected: HOST or HOST:PORT)"),
                row("target=ws://a.test:0", 400, "target has the port \"0\" (expected: 1 to 65535)"),
                row("target=ws://a.test:65536", 400, "target has the port \"65536\" (expected: 1 to 65535)"),
                row(
                        "target=ws://a.test/%23x",
                        400, "target has a fragment (#…), which no WebSocket URL may have" + EXPECTED_URL),
                row(
                        "target=ws://me:pw@a.test",
                        400,
                        "target has user info (…@), which would be sent nowhere;"
                                + " credentials belong in the module's http_config"),
                row(
                        "target=ws://a.test/+x",
                        400,
                        "target has a space or control character (U+0020) at position 13 (expected: none)"),
                row(
                        "target=ws://a.test/%0Ax",
                        400, "target has a space or control character (U+000A) at position 13 (expected: none)"),
                row(
                        "target=ws://a.test/" + "x".repeat(2037),
                        400,
                        "target has 2049 characters (expected: at most 2048)"),
                row(
                        "target=ws://a.test&hostname=a:b:c",
                        400,
                        "hostname has more than one colon in its host and port"
                                + " (expected: an IPv6 address in brackets, [::1]:8080)"),
                row(
                        "target=ws://a.test&hostname=other.example.com&module=hosted",
                        400,
                        "hostname \"other.example.com\" contradicts the Host header \"chat.example.com\" of module"
                                + " \"hosted\" (expected: one of the two, or the same)"),
                row(
                        "target=ws://a.test/%C3%28",
                        400, "query parameter \"target\" is not UTF-8 after decoding (expected: UTF-8)"),
                row(
                        "target=ws://x.forbidden.test/",
                        403,
                        "host x.forbidden.test is forbidden by target_policy.deny: *.forbidden.test"),
                row(
                        "target=ws://169.254.1.1/",
                        403,
                        "address 169.254.1.1 is forbidden by target_policy.deny: 169.254.0.0/16"));
    }

    private static Arguments row(String query, int status, String line) {
        return Arguments.of(query, status, line);
    }

    private static String twice(String parameter) {
        return "parameter \"" + parameter
                + "\" is given 2 times (expected: once; an ampersand inside of its value is written %26)";
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalSaysInOneLineWhatIsWrongAndStartsNoProbe(String query, int status, String line) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.get("/probe?" + query);

            assertThat(response.body()).isEqualTo(line + "\n");
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(running.prober.starts()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("badTimeouts")
    void scrapeTimeoutThatIsNoPositiveNumberIsRefused(String value) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.get("/probe?target=ws://a.test", TimeBudget.HEADER, value);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .isEqualTo("X-Prometheus-Scrape-Timeout-Seconds: \"" + value.trim()
                            + "\" (expected: a positive, finite number of seconds such as 10 or 9.5)\n");
            assertThat(running.prober.starts()).isZero();
        }
    }

    static Stream<String> badTimeouts() {
        return Stream.of("", "0", "-1", "NaN", "Infinity", "1e999", "0x10", "ten", "10s", "1,5", "10d");
    }

    @Test
    void malformedPercentEncodingIsRefused() throws Exception {
        try (RunningServer running = RunningServer.start();
                RawClient client = new RawClient(running.address())) {
            client.send("GET /probe?target=ws://a.test/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("query parameter \"target\" has a percent sign without two hexadecimal digits after it"
                            + " (expected: %25 for a percent sign itself)\n");
        }
    }

    @Test
    void requestCarriesEverythingThatTheParametersSay() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            CompletableFuture<HttpResponse<String>> answer = running.getLater(
                    "/probe?target=HTTPS%3A%2F%2Fa.test%2Fp%3Ftoken%3Da%252Bb&module=quick&hostname=Chat.example.com:8443",
                    TimeBudget.HEADER, "10");
            FakeProber.FakeProbe probe = running.prober.next();
            ProbeRequest request = probe.request();
            probe.succeed();

            assertThat(request.target().secure()).isTrue();
            assertThat(request.target().requestTarget()).isEqualTo("/p?token=a%2Bb");
            assertThat(request.module().name()).isEqualTo("quick");
            assertThat(request.hostOverride()).isEqualTo(new HostOverride("Chat.example.com:8443", "chat.example.com"));
            assertThat(request.budget()).isEqualTo(Duration.ofSeconds(2));
            assertThat(request.policy()).isEqualTo(RunningServer.configuration().targetPolicy());
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void hostnameThatEqualsTheModulesHostHeaderIsTaken() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response =
                    running.probe("target=ws://192.0.2.1&module=hosted&hostname=chat.example.com");

            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void longestTargetFitsWithEveryCharacterEncoded() throws Exception {
        String target = "ws://a.test/" + "ä".repeat(2036);
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response =
                    running.probe("target=" + URLEncoder.encode(target, StandardCharsets.UTF_8));

            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void urlBeyondEveryLimitIsRefusedInOneLine() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.get("/probe?target=ws://a.test/" + "x".repeat(40_000));

            assertThat(response.statusCode()).isEqualTo(414);
            assertThat(response.body())
                    .isEqualTo("the URL of the request is too long (expected: a target of at most 2048 characters)\n");
        }
    }

    @Test
    void failedProbeIsAnAnswerAndNoHttpError() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test");
            running.prober.next().fail(new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "refused"));

            assertThat(answer.get().statusCode()).isEqualTo(200);
            assertThat(answer.get().body()).contains("probe_success 0");
        }
    }

    @Test
    void addressForbiddenAfterTheLookupIs403() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test&debug=true");
            running.prober.next().end(new Outcome.Forbidden("address 169.254.169.254 of host a.test is forbidden"));

            assertThat(answer.get().statusCode()).isEqualTo(403);
            assertThat(answer.get().body()).isEqualTo("address 169.254.169.254 of host a.test is forbidden\n");
            assertThat(running.get("/metrics").body())
                    .contains("websocket_exporter_probes_rejected_total{reason=\"policy\",} 1.0");
        }
    }

    @Test
    void placeIsHeldUntilTheSocketHasGone() throws Exception {
        try (RunningServer running = RunningServer.start(from -> RunningServer.withConcurrency(from, 1))) {
            CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test");
            FakeProber.FakeProbe probe = running.prober.next();
            probe.endButHoldOn(new Outcome.Success());
            assertThat(answer.get().statusCode()).isEqualTo(200);

            HttpResponse<String> refused = running.get("/probe?target=ws://a.test");
            probe.release();

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body())
                    .isEqualTo("1 probes are running, which is the limit"
                            + " (expected: fewer at once, a larger --probe.max-concurrent, or more file descriptors if these"
                            + " are the limit)\n");
            assertThat(running.probe("target=ws://a.test").statusCode()).isEqualTo(200);
            assertThat(running.get("/metrics").body())
                    .contains("websocket_exporter_probes_rejected_total{reason=\"overload\",} 1.0")
                    .contains("websocket_exporter_probes_in_flight 0.0");
        }
    }

    @Test
    void drainingServerStartsNoProbeAndLetsRunningOnesFinish() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test");
            FakeProber.FakeProbe probe = running.prober.next();
            CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> drain(running.server));
            Conditions.until(() -> running.get("/-/ready").statusCode() == 503);
            assertThat(running.get("/-/ready").body())
                    .isEqualTo("not ready: shutting down, no more probes are started\n");

            HttpResponse<String> refused = running.get("/probe?target=ws://a.test");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body())
                    .isEqualTo("the exporter is shutting down and starts no more probes"
                            + " (expected: a retry once it is up again)\n");
            assertThat(drained).isNotDone();

            probe.succeed();
            drained.get();
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    private static void drain(ExporterServer server) {
        try {
            server.drain(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void debugAnswersWithTheLog() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.probe("target=ws://a.test&debug=true");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(response.body()).contains("a line of the probe's log");
        }
    }

    @Test
    void headIsNotAllowedOnProbe() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> response = running.send("HEAD", "/probe?target=ws://a.test");

            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("GET");
            assertThat(running.prober.starts()).isZero();
        }
    }
}
