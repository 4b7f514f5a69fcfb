package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.WatchedExporter.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.testkit.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers and proxies that end connections, each in its way: a drop is counted with its cause and code, and is over soon. */
@Tag("e2e")
@Timeout(90)
class WatchDropsE2eIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NO_PINGS = "heartbeat: {interval: 0s}";
    private static final String IMPATIENT = "heartbeat: {interval: 1s, timeout: 500ms, max_missed: 1}";

    @TempDir
    private static Path directory;

    private static WatchPeer peer;
    private static WebsocketsServer websockets;
    private static Relay relay;
    private static WatchProxies.Running nginx;
    private static WatchProxies.Running haproxy;
    private static WatchedExporter exporter;

    /**
     * How ws ends a connection, and how that is counted.
     *
     * @param path its way
     * @param counted cause, and code if there is one
     * @param seenByServer how its own event tells the end, as a regular expression
     * @param words in which the API says why
     */
    private record Ending(String path, String counted, String seenByServer, String words) {
        String cause() {
            return counted.split(" ", -1)[0];
        }

        @Override
        public String toString() {
            return path + ": " + counted;
        }
    }

    static Stream<Ending> endings() {
        return Stream.of(
                new Ending("kick", "closed_by_peer 4000", "close 4000", "the server sent Close 4000 \"kicked\""),
                new Ending("empty", "closed_by_peer 1005", "close 1005", "without a code"),
                new Ending(
                        "terminate",
                        "connection_closed 1006",
                        "close 1006",
                        "the server ended the connection without a Close"),
                new Ending("reset", "connection_reset 1006", "close 1006", "the server reset the connection"),
                new Ending("garbage", "protocol_error", "close 1002", "reserved"),
                // The Close that goes before the reset may have arrived.
                new Ending("silent", "pong_missed", "close (1001|1006)", "pong"));
    }

    @BeforeAll
    static void start() throws IOException {
        peer = WatchPeer.start(directory.resolve("peer"));
        websockets = WebsocketsServer.start(Files.createDirectory(directory.resolve("websockets")));
        relay = new Relay(websockets.port());
        nginx = WatchProxies.nginx(peer.port(), Files.createDirectory(directory.resolve("nginx")));
        haproxy = WatchProxies.haproxy(peer.port(), Files.createDirectory(directory.resolve("haproxy")));
        StringBuilder watch = new StringBuilder("modules: {plain: {timeout: 2s}}\nwatch:\n");
        endings()
                .forEach(ending ->
                        watch.append(entry(ending.path(), "plain", peer.url("/" + ending.path()), IMPATIENT)));
        watch.append(entry("idle", "plain", nginx.url("/quiet/idle"), NO_PINGS));
        watch.append(entry("pinged", "plain", nginx.url("/quiet/pinged"), "heartbeat: {interval: 2s}"));
        watch.append(entry("reloaded", "plain", haproxy.url("/quiet/reloaded"), IMPATIENT));
        watch.append(entry("unheard", "plain", "ws://127.0.0.1:" + relay.port() + "/", NO_PINGS));
        exporter = WatchedExporter.start(directory, watch.toString());
    }

    @AfterAll
    static void stop() throws IOException {
        for (AutoCloseable each : new AutoCloseable[] {exporter, nginx, haproxy, relay, websockets, peer}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new IOException("cannot stop " + each, e);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void everyDropHasItsCauseAndItsCode(Ending ending) {
        WatchReading reading = exporter.await(PATIENCE, ending.path(), now -> now.outages() >= 2);

        assertThat(reading.disconnects()).containsOnlyKeys(ending.counted());
        double drops = reading.disconnects().get(ending.counted());
        assertThat(reading.errors()).isEqualTo(Map.of(ending.cause(), drops));
        assertThat(reading.value("connection_duration_seconds_count")).isEqualTo(drops);
        assertThat(reading.failed()).isZero();
        assertThat(reading.opened()).isBetween(drops, drops + 1);
        assertThat(reading.outages()).isBetween(drops - 1, drops);
        assertThat(reading.outageSeconds() / reading.outages()).isBetween(0.0, 2.0);
        assertThat(peer.closed("/" + ending.path()))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.what()).matches(ending.seenByServer()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void theApiSaysWhyInWords(Ending ending) throws IOException {
        exporter.await(PATIENCE, ending.path(), now -> !now.disconnects().isEmpty());
        JsonNode target = JSON.readTree(exporter.exporter()
                        .get("/api/v1/watch?watch=" + ending.path())
                        .body())
                .get(0);

        JsonNode drop = target.get("last_drop");
        assertThat(drop.get("cause").asText()).isEqualTo(ending.cause());
        assertThat((drop.get("cause").asText() + " " + drop.path("code").asText("")).strip())
                .isEqualTo(ending.counted());
        assertThat(drop.get("detail").asText()).contains(ending.words());
        assertThat(target.get("target").asText()).isEqualTo(peer.url("/" + ending.path()));
    }

    /** It ends the connection with a FIN and no Close; a ping and its pong within that time keep it open. */
    @Test
    void theIdleLimitOfNginxIsFoundAndAHeartbeatPreventsIt() {
        WatchReading idle = exporter.await(PATIENCE, "idle", now -> now.outages() >= 2);
        WatchReading pinged = exporter.read("pinged");

        assertThat(idle.disconnects()).containsOnlyKeys("connection_closed 1006");
        assertThat(idle.value("connection_duration_seconds_sum") / idle.value("connection_duration_seconds_count"))
                .isBetween(4.9, 6.5);
        assertThat(pinged.disconnects()).isEmpty();
        assertThat(pinged.errors()).isEmpty();
        assertThat(pinged.opened()).isEqualTo(1);
        assertThat(pinged.active()).isEqualTo(1);
        assertThat(pinged.health()).isEqualTo(1);
        assertThat(pinged.value("ping_latency_seconds_count")).isGreaterThanOrEqualTo(4);
    }

    /** The old process keeps its connections until its limit is over, and then ends them with a FIN. */
    @Test
    void aReloadOfHaproxyEndsConnectionsWhenTheOldProcessDoes() throws IOException {
        exporter.await(PATIENCE, "reloaded", now -> now.active() == 1);
        long reloaded = System.currentTimeMillis();
        haproxy.reload();

        WatchReading dropped = exporter.await(PATIENCE, "reloaded", now -> now.outages() == 1);

        assertThat(dropped.disconnects()).isEqualTo(Map.of("connection_closed 1006", 1.0));
        assertThat(dropped.outageSeconds()).isLessThan(2);
        assertThat(dropped.active()).isEqualTo(1);
        assertThat(peer.closed("/quiet/reloaded").get(0).millis() - reloaded)
                .isGreaterThanOrEqualTo(WatchProxies.OLD_PROCESS_LIVES.toMillis() - 500);
    }

    /** What the exporter sends is lost on the way, its pongs too, so that the server gives up; its Close arrives. */
    @Test
    void theServersOwnHeartbeatAndItsShutdownAreToldByTheirCodes() {
        exporter.await(PATIENCE, "unheard", now -> now.active() == 1);
        relay.loseWhatClientsSend();
        WatchReading unheard = exporter.await(PATIENCE, "unheard", now -> now.outages() == 1);
        assertThat(unheard.disconnects()).isEqualTo(Map.of("closed_by_peer 1011", 1.0));
        assertThat(unheard.errors()).isEqualTo(Map.of("closed_by_peer", 1.0));

        websockets.close();
        WatchReading down = exporter.await(
                PATIENCE,
                "unheard",
                now -> now.errors().containsKey("connection_refused")
                        || now.errors().containsKey("connection_closed"));
        assertThat(down.disconnects().keySet()).isEqualTo(Set.of("closed_by_peer 1001", "closed_by_peer 1011"));
        assertThat(down.active()).isZero();
        assertThat(down.health()).isZero();
        assertThat(down.outages()).isEqualTo(1);
    }
}
