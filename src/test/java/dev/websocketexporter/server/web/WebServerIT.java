package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.recording.WebReloads.Rejection;
import dev.websocketexporter.testkit.FakeProber;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The server with a web configuration, asked by the JDK's client with both versions of HTTP and by raw sockets. */
@Timeout(60)
class WebServerIT extends WebStage {
    @ParameterizedTest
    @EnumSource
    void tlsIsSpokenWithTheVersionOfHttpThatTheClientPrefers(Version version) throws Exception {
        start(PAIR);

        HttpResponse<String> answer = get(version, "/-/healthy", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body()).isEqualTo("healthy\n");
    }

    @Test
    void http2IsNotOfferedIfTheFileSaysSo() throws Exception {
        start(PAIR + "http_server_config: {http2: false}\n");

        assertThat(get(Version.HTTP_2, "/-/healthy", null).version()).isEqualTo(Version.HTTP_1_1);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1_1,/-/healthy",
        "HTTP_2,/-/healthy",
        "HTTP_1_1,/metrics",
        "HTTP_1_1,/",
        "HTTP_1_1,/config",
        "HTTP_1_1,/logs?id=1",
        "HTTP_1_1,/echo",
        "HTTP_1_1,/-/reload",
        "HTTP_1_1,/api/v1/probe",
        "HTTP_1_1,/api/v1/targets",
        "HTTP_1_1,/api/v1/watch",
        "HTTP_1_1,/watch",
        "HTTP_1_1,/api/v1/openapi.json",
        "HTTP_1_1,/probe",
        "HTTP_1_1,/nothing-here",
        "HTTP_1_1,/-/ready"
    })
    void everyEndpointAsksForAPassword(Version version, String path) throws Exception {
        start(PAIR + USERS + "http_server_config: {headers: {X-Frame-Options: deny}}\n");

        for (String login : new String[] {null, "prom:wrong", "nobody:test"}) {
            HttpResponse<String> refused = get(version, path, login);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Basic");
            assertThat(refused.headers().firstValue("X-Frame-Options")).contains("deny");
            assertThat(refused.body()).startsWith("Unauthorized (expected: ").hasLineCount(1);
        }
        assertThat(get(version, path, "prom:test").statusCode()).isNotEqualTo(401);
        assertThat(rejections).containsExactly(Rejection.NO_LOGIN, Rejection.WRONG_LOGIN, Rejection.WRONG_LOGIN);
    }

    @Test
    void nothingIsProbedWithoutAPassword() throws Exception {
        RunningServer server = start(PAIR + USERS);

        assertThat(get(Version.HTTP_1_1, PROBE, null).statusCode()).isEqualTo(401);
        CompletableFuture<HttpResponse<String>> answer =
                http(Version.HTTP_1_1, null).sendAsync(request(PROBE, "prom:test"), BodyHandlers.ofString());
        // Were there one of the first request, it would be this, and the second would wait for its own.
        server.prober.next().succeed();

        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    /** The look at the file takes a request from the thread that reads, which would answer it without waiting for a worker. */
    @Test
    void stateIsToldWhileEveryWorkerIsBusy() throws Exception {
        RunningServer server = start("http_server_config: {headers: {X-Frame-Options: deny}}\n");
        CountDownLatch busy = new CountDownLatch(1);
        server.configuration.result.complete(new ReloadResult.NothingToReload());
        server.configuration.onReload = () -> await(busy);
        List<CompletableFuture<HttpResponse<String>>> reloads = new ArrayList<>();
        try {
            for (int i = 0; i <= server.workers(); i++) {
                reloads.add(server.client.sendAsync(
                        server.request("/-/reload")
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString()));
            }
            Conditions.until(() -> server.configuration.reloads.get() == server.workers());

            for (String path : List.of("/-/healthy", "/-/ready")) {
                try (RawClient client = new RawClient(server.address())) {
                    client.send(RawClient.request(path));
                    assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
                }
            }
            assertThat(reloads).allMatch(reload -> !reload.isDone());
        } finally {
            busy.countDown();
        }
        for (CompletableFuture<HttpResponse<String>> reload : reloads) {
            assertThat(reload.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void passwordsAndHeadersWorkWithoutTls() throws Exception {
        RunningServer server = start(USERS + "http_server_config: {headers: {X-XSS-Protection: '0'}}\n");

        assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
        HttpResponse<String> answer = server.get("/metrics", "Authorization", basic("prom:test"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-XSS-Protection")).contains("0");
    }

    @Test
    void headersAreOnAnswersToWhatIsNoRequestToo() throws Exception {
        RunningServer server = start("http_server_config: {headers: {X-Frame-Options: sameorigin}}\n");

        try (RawClient raw = new RawClient(server.address())) {
            raw.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 400 ").contains("\r\nX-Frame-Options: sameorigin\r\n");
        }
    }

    @Test
    void moreRequestsThanTheLimitAreRefusedBeforeTheirPasswordsAreLookedAt() throws Exception {
        RunningServer server = start(USERS + "rate_limit: {interval: 1h, burst: 2}\n");

        assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
        HttpResponse<String> refused = server.get("/metrics", "Authorization", basic("prom:test"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).startsWith("Too Many Requests (expected: one every 1h");
        assertThat(rejections).endsWith(Rejection.RATE_LIMIT).hasSize(3);
    }

    @Test
    void fileThatIsWrittenInTwoHalvesAsksForAPasswordInBetweenToo() throws Exception {
        String first = "http_server_config: {headers: {X-Frame-Options: deny}}\n";
        RunningServer server = start(first + USERS);

        beingWritten = true;
        for (String half : List.of("", first, first + "rate_limit: {interval: 1ms, burst: 1000}\n")) {
            write("web.yml", half);
            for (int i = 0; i < 10; i++) {
                assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
            }
        }
        write("web.yml", first + USERS.replace("prom", "other"));
        beingWritten = false;

        assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(server.get("/metrics", "Authorization", basic("other:test")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void plainHttpToAPortWithTlsIsToldSoInGosWords() throws Exception {
        RunningServer server = start(PAIR);

        try (RawClient raw = new RawClient(server.address())) {
            raw.send(RawClient.request("/metrics"));
            assertThat(raw.readToEnd())
                    .isEqualTo("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
        }
        try (RawClient raw = new RawClient(server.address())) {
            raw.send("SSH-2.0-OpenSSH_9.6\r\n");
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientThatGoesAwayCancelsItsProbeAndNothingIsLogged(Version version) throws Exception {
        RunningServer server = start(PAIR);
        HttpClient http = http(version, null);
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request(PROBE, null), BodyHandlers.ofString());
        FakeProber.FakeProbe probe = server.prober.next();

        answer.cancel(true);

        probe.cancelled().get(5, TimeUnit.SECONDS);
        assertThat(http.send(request("/-/healthy", null), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void probeIsAnsweredThroughTls(Version version) throws Exception {
        RunningServer server = start(PAIR + USERS);
        CompletableFuture<HttpResponse<String>> answer =
                http(version, null).sendAsync(request(PROBE, "prom:test"), BodyHandlers.ofString());

        server.prober.next().succeed();

        assertThat(answer.get(10, TimeUnit.SECONDS).body()).contains("probe_success 1.0\n");
    }

    /** A probe may take longer than a connection may be silent. */
    @ParameterizedTest
    @EnumSource
    void requestThatWaitsIsNotIdle(Version version) throws Exception {
        RunningServer server = start(PAIR);
        server.setConnectionIdleTimeout(Duration.ofSeconds(1));
        CompletableFuture<HttpResponse<String>> answer =
                http(version, null).sendAsync(request(PROBE, null), BodyHandlers.ofString());
        FakeProber.FakeProbe probe = server.prober.next();

        assertThatThrownBy(() -> probe.cancelled().get(2500, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        probe.succeed();

        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void echoWorksOverTlsWithAPassword() throws Exception {
        start(PAIR + USERS);
        CompletableFuture<String> echoed = new CompletableFuture<>();
        WebSocket socket = http(Version.HTTP_1_1, null)
                .newWebSocketBuilder()
                .header("Authorization", basic("prom:test"))
                .buildAsync(URI.create(url("/echo").replace("https", "wss")), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        echoed.complete(data.toString());
                        return null;
                    }
                })
                .get(10, TimeUnit.SECONDS);
        socket.sendText("hello", true);

        assertThat(echoed.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
        socket.abort();
    }

    @Test
    void newPasswordHoldsAtTheNextRequestOfTheSameConnection() throws Exception {
        start(PAIR + USERS);
        HttpClient http = http(Version.HTTP_1_1, null);
        assertThat(http.send(request("/metrics", "prom:test"), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);

        write("web.yml", PAIR + USERS.replace("prom", "other"));

        assertThat(http.send(request("/metrics", "prom:test"), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
        assertThat(http.send(request("/metrics", "other:test"), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
