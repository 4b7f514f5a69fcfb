package dev.websocketexporter.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.SampleFigures;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WatchApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/api/v1/watch";

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

    private JsonNode list(String query) throws Exception {
        HttpResponse<String> answer = running.get(PATH + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        return JSON.readTree(answer.body());
    }

    private static String sample() throws IOException {
        try (InputStream file = WatchApiIT.class.getResourceAsStream("watch.json")) {
            return JSON.readTree(Objects.requireNonNull(file)).toPrettyString();
        }
    }

    @Test
    void everythingIsThereAndNothingElse() throws Exception {
        assertThat(list("").toPrettyString()).isEqualTo(sample());
    }

    @Test
    void messagesAMinuteAreThoseOfTheLastOne() throws Exception {
        running.watch.show(SampleFigures.of(SampleFigures.refused().watched(), SampleFigures.open(1), 100, null));
        assertThat(list("").at("/0").has("messages_per_minute")).isFalse();
        running.watch.show(SampleFigures.of(SampleFigures.refused().watched(), SampleFigures.open(1), 107, null));
        running.nanos.addAndGet(Duration.ofSeconds(20).toNanos());

        assertThat(list("").at("/0/messages_per_minute").asDouble()).isEqualTo(21);
    }

    @ParameterizedTest
    @CsvSource({
        "?watch=feed, feed",
        "?watch=chat, chat",
        "?state=up, feed",
        "?state=down, chat",
        "?target=wss://feed.example.com/v1?token%3Dhush, feed",
        "?limit=1, chat",
    })
    void filtersChooseTheRows(String query, String watch) throws Exception {
        JsonNode rows = list(query);

        assertThat(rows).hasSize(1);
        assertThat(rows.at("/0/watch").asText()).isEqualTo(watch);
    }

    /** Those that somebody has to look at first. */
    @Test
    void onlySoManyConnectionsAreToldAsAreAskedFor() throws Exception {
        Connection bad = new Connection(12, State.OPEN, 0.5, SampleFigures.NOW, 17, null);
        List<Connection> connections = new ArrayList<>(SampleFigures.open(12));
        connections.add(bad);
        running.watch.show(SampleFigures.of("feed", "ws://a.test/", connections));

        assertThat(list("").at("/0/connections")).hasSize(WatchApi.USUAL_CONNECTIONS);
        assertThat(list("").at("/0/wanted").asInt()).isEqualTo(13);
        assertThat(list("?connections=1").at("/0/connections/0/connection_id").asInt())
                .isEqualTo(12);
        assertThat(list("?connections=1")
                        .at("/0/connections/0/buffer_utilization_bytes")
                        .asInt())
                .isEqualTo(17);
        assertThat(list("?connections=0").at("/0/connections")).isEmpty();
        assertThat(list("?connections=1000").at("/0/connections")).hasSize(13);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?state=sad|state \"sad\" is no such filter (expected: down, stale, degraded, opening or up)",
                "?connections=1001|connections \"1001\" is no such filter (expected: a whole number from 0 to 1000)",
                "?limit=0|limit \"0\" is no such filter (expected: a whole number from 1 to 1000)",
                "?target=nope|target has no scheme (expected: a ws:// or wss:// URL such as wss://example.com/chat)",
                "?module=chat|parameter \"module\" is unknown here (expected: watch, target, state, limit, connections)",
            })
    void filterThatCannotBeRightIsRefused(String query, String detail) throws Exception {
        HttpResponse<String> answer = running.get(PATH + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/detail").asText()).isEqualTo(detail);
    }

    @Test
    void clientThatHasItAlreadyIsToldSo() throws Exception {
        String tag = running.get(PATH).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = running.get(PATH, "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        running.watch.show(SampleFigures.refused());
        assertThat(running.get(PATH, "If-None-Match", tag).statusCode()).isEqualTo(200);
        assertThat(running.send("HEAD", PATH).body()).isEmpty();
        assertThat(running.send("POST", PATH).statusCode()).isEqualTo(405);
    }

    @Test
    void configurationWithoutAWatchIsAProblem() throws Exception {
        running.watch.remove();

        HttpResponse<String> answer = running.get(PATH);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(answer.body()).at("/detail").asText())
                .startsWith("no connection is held open, since the configuration has no watch (expected: ");
    }

    @Test
    void pagesOfOriginsThatAreNamedMayReadIt() throws Exception {
        running.close();
        running = RunningServer.start(
                settings -> settings.withCorsOrigin(Pattern.compile("https://status\\.example\\.com")));
        running.watch.show(SampleFigures.refused());

        assertThat(running.get(PATH, "Origin", "https://status.example.com")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .hasValue("https://status.example.com");
    }
}
