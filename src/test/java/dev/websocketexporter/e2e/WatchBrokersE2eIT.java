package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.WatchedExporter.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions to servers with a protocol of their own and a heartbeat in it: Mosquitto and Socket.IO. */
@Tag("e2e")
@Timeout(90)
class WatchBrokersE2eIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** MQTT 3.1.1 §3.8: SUBSCRIBE to $SYS/broker/uptime, which Mosquitto publishes every two seconds or so. */
    private static final String SUBSCRIBE = binary("82170001 0012 245359532f62726f6b65722f757074696d65 00");

    @TempDir
    private static Path directory;

    private static Mosquitto mosquitto;
    private static WatchPeer peer;
    private static WatchedExporter exporter;

    @BeforeAll
    static void start() throws IOException {
        mosquitto = Mosquitto.start(Files.createDirectory(directory.resolve("mosquitto")));
        peer = WatchPeer.start(directory.resolve("peer"));
        exporter = WatchedExporter.start(
                directory,
                "modules:\n" + mqtt("mqtt", "0000") + mqtt("mqtt_kept_alive", "0001")
                        + "  socket_io: {timeout: 5s, websocket: {query_response:"
                        + " [{expect: '^0\\{', send: '40'}, {expect: '^40\\{'}]}}\nwatch:\n"
                        + entry("uptime", "mqtt", mosquitto.url(), "messages: {stale_after: 6s}")
                        + entry("kept_alive", "mqtt_kept_alive", mosquitto.url(), "heartbeat: {interval: 1s}")
                        + entry("answering", "socket_io", peer.socketIoUrl(), "send: {every: 1s, text: '3'}")
                        + entry("mute", "socket_io", peer.socketIoUrl(), "heartbeat: {interval: 1s}"));
    }

    /** @param keepAlive of its CONNECT (MQTT 3.1.1 §3.1.2.10), in seconds, two bytes in hex */
    private static String mqtt(String name, String keepAlive) {
        return "  %s: {timeout: 5s, websocket: {subprotocols: [mqtt], require_subprotocol: true, query_response: [%s]}}\n"
                .formatted(
                        name,
                        "{send_binary: %s}, {expect_binary: %s, send_binary: %s}, {expect_binary: %s}"
                                .formatted(
                                        binary("100c 0004 4d515454 04 02 " + keepAlive + " 0000"),
                                        binary("20020000"),
                                        SUBSCRIBE,
                                        binary("9003000100")));
    }

    private static String binary(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return "!!binary '" + Base64.getEncoder().encodeToString(bytes) + "'";
    }

    @AfterAll
    static void stop() {
        if (exporter != null) {
            exporter.close();
        }
        if (peer != null) {
            peer.close();
        }
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    /** Each PUBLISH is a binary message; without a keepalive Mosquitto asks for nothing. */
    @Test
    void publicationsOfMosquittoAreBinaryMessages() {
        WatchReading reading = exporter.await(PATIENCE, "uptime", now -> now.received("binary") >= 4);

        assertThat(reading.received("text")).isZero();
        assertThat(reading.value("stale")).isZero();
        assertThat(reading.value("message_interval_seconds_count")).isEqualTo(reading.received("binary") - 1);
        assertThat(reading.disconnects()).isEmpty();
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.active()).isEqualTo(1);
    }

    /** A keepalive of MQTT wants packets of MQTT; pings of WebSocket, which are answered, do not count. */
    @Test
    void anMqttKeepAliveEndsTheConnectionAlthoughPingsAreAnswered() {
        WatchReading reading = exporter.await(PATIENCE, "kept_alive", now -> now.outages() >= 1);

        assertThat(reading.disconnects()).containsOnlyKeys("connection_closed 1006");
        assertThat(reading.errors()).containsOnlyKeys("connection_closed");
        assertThat(reading.value("heartbeat_timeouts_total")).isZero();
        assertThat(reading.value("ping_latency_seconds_count")).isPositive();
    }

    /** A server of Socket.IO ends the connection of a client that leaves its heartbeat unanswered, by a Close without a code. */
    @Test
    void theHeartbeatOfSocketIoWantsAnAnswer() {
        WatchReading mute = exporter.await(PATIENCE, "mute", now -> now.outages() >= 2);
        WatchReading answering = exporter.read("answering");

        assertThat(mute.disconnects()).containsOnlyKeys("closed_by_peer 1005");
        assertThat(mute.value("heartbeat_timeouts_total")).isZero();
        assertThat(answering.disconnects()).isEmpty();
        assertThat(answering.errors()).isEqualTo(Map.of());
        assertThat(answering.active()).isEqualTo(1);
        assertThat(answering.sent("text")).isGreaterThanOrEqualTo(2);
        assertThat(answering.value("message_bytes_total", "direction", "sent")).isEqualTo(answering.sent("text"));
    }
}
