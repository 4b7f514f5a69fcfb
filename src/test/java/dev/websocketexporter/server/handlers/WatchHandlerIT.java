package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.SampleFigures;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WatchHandlerIT {
    private RunningServer running;

    @BeforeEach
    void start() {
        running = RunningServer.start();
        running.watch.show(SampleFigures.feed(), SampleFigures.refused());
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|text/plain;version=0.0.4;charset=utf-8|# TYPE websocket_errors_total counter",
                "application/openmetrics-text;version=1.0.0,text/plain;q=0.5|application/openmetrics-text;version=1.0.0;charset=utf-8|# TYPE websocket_errors counter",
                "application/openmetrics-text;version=1.0.0;q=0.3,text/plain;q=0.5|text/plain;version=0.0.4;charset=utf-8|# TYPE websocket_errors_total counter",
            })
    void formatIsTheOneThatTheClientPrefers(String accept, String type, String line) throws Exception {
        HttpResponse<String> answer = running.get("/watch", "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("").replace(" ", ""))
                .isEqualTo(type);
        assertThat(answer.headers().allValues("Vary")).contains("Accept", "Accept-Encoding");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.body())
                .contains(line + "\n", "websocket_connections_total{watch=\"feed\"")
                .doesNotContain("hush");
    }

    @Test
    void answerIsCompressedIfTheClientAcceptsIt() throws Exception {
        HttpResponse<byte[]> answer = running.client.send(
                running.request("/watch").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(running.get("/watch").body());
        }
    }

    @Test
    void headHasNoBodyAndOtherMethodsAreNotAllowed() throws Exception {
        assertThat(running.send("HEAD", "/watch"))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200))
                .satisfies(answer -> assertThat(answer.body()).isEmpty());
        HttpResponse<String> post = running.send("POST", "/watch");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void configurationWithoutAWatchIsToldInWords() throws Exception {
        running.watch.remove();

        HttpResponse<String> answer = running.get("/watch");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("no connection is held open, since the configuration has no watch (expected: a list watch"
                        + " beside modules; docs/watch.md has an example)\n");
    }

    @Test
    void watchWithoutTargetsIsAnEmptyAnswer() throws Exception {
        running.watch.show();

        assertThat(running.get("/watch").statusCode()).isEqualTo(200);
        assertThat(running.get("/watch").body()).isEmpty();
    }

    /** 200,000 series of connections, and 43,000 of targets. */
    @Test
    void hundredThousandConnectionsAreAnsweredAtOnce() throws Exception {
        running.watch.show(IntStream.range(0, 1000)
                .mapToObj(i -> SampleFigures.of("feed", "wss://feed.example.com/v1/" + i, SampleFigures.open(100)))
                .toArray(TargetFigures[]::new));

        HttpResponse<byte[]> answer = running.client.send(
                running.request("/watch").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().length).isLessThan(2_000_000);
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains("connection_id=")))
                    .hasSize(200_000);
        }
    }

    /** Some 30 MB of text, which a client without gzip asks for and does not read. */
    @Test
    void answerThatIsNotReadIsInMemoryCompressedAlsoForClientsWithoutGzip() throws Exception {
        running.watch.show(IntStream.range(0, 1000)
                .mapToObj(i -> SampleFigures.of("feed", "wss://feed.example.com/v1/" + i, SampleFigures.open(100)))
                .toArray(TargetFigures[]::new));
        long before = usedHeap();
        try (RawClient client = RawClient.slow(running.address())) {
            client.send("GET /watch HTTP/1.0\r\nHost: exporter\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");

            assertThat(usedHeap() - before).isLessThan(8_000_000);

            String text = client.readToEnd();
            assertThat(text.length()).isGreaterThan(20_000_000);
            assertThat(text.lines().filter(line -> line.contains("connection_id=")))
                    .hasSize(200_000);
        }
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
