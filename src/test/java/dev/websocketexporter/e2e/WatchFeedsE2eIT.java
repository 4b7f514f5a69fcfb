package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.WatchedExporter.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds of known contents from a real server: what is received, missing, late or stale, and who gets a broadcast. */
@Tag("e2e")
@Timeout(90)
class WatchFeedsE2eIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Sequence numbers in {@code feeds.js}, and its lag. */
    private static final List<Integer> NUMBERS = List.of(1, 2, 3, 5, 6, 10, 9, 11);

    private static final double LAG_SECONDS = 1.5;

    private static final String HEARTBEAT = "heartbeat: {interval: 1s, timeout: 1s}";
    private static final String TICKS = "messages: {stale_after: 2s, counts_if: {json: /type, equals: tick},"
            + " sequence: {json: /seq}, timestamp: {json: /ts, unit: ms}}";
    private static final String FAN_OUT =
            "connections: 4, broadcast: {every: 1s, text: '{\"room\":\"probe\",\"id\":\"${id}\"}', timeout: 500ms}";

    @TempDir
    private static Path directory;

    private static WatchPeer peer;
    private static Nginx nginx;
    private static WatchedExporter exporter;

    @BeforeAll
    static void start() throws IOException {
        peer = WatchPeer.start(directory.resolve("peer"));
        TestIdentity root = CertificateRecipe.ca("root").selfSigned();
        TestIdentity identity = CertificateRecipe.leaf("localhost").signedBy(root);
        nginx = Nginx.inFrontOf(peer.port(), identity, Files.createDirectory(directory.resolve("nginx")));
        Path rootFile = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        String subscription = "query_response: [{send: subscribe}, {expect_json: {/type: ack}}]";
        exporter = WatchedExporter.start(
                directory,
                """
                modules:
                  plain: {timeout: 5s}
                  feed: {timeout: 5s, websocket: {%1$s}}
                  compressed: {timeout: 5s, websocket: {%1$s, compression: true, require_compression: true}}
                  secure: {timeout: 5s, websocket: {%1$s, http_config: {tls_config: {ca_file: %2$s}}}}
                watch:
                """.formatted(subscription, rootFile)
                        + entry("feed", "feed", peer.url("/feed"), HEARTBEAT, TICKS)
                        + entry("deflated", "compressed", peer.url("/deflated"), HEARTBEAT, TICKS)
                        // nginx appends what comes after /upgraded to a slash of its own.
                        + entry("secure", "secure", nginx.url("/upgradedfeed"), HEARTBEAT, TICKS)
                        + entry("stale", "plain", peer.url("/stale"), HEARTBEAT, TICKS)
                        + entry("all", "plain", peer.url("/all"), FAN_OUT)
                        + entry("some", "plain", peer.url("/some"), FAN_OUT)
                        + entry("none", "plain", peer.url("/none"), FAN_OUT));
    }

    @AfterAll
    static void stop() {
        if (exporter != null) {
            exporter.close();
        }
        if (nginx != null) {
            nginx.close();
        }
        if (peer != null) {
            peer.close();
        }
    }

    /** Each tick of the feed has a status behind it, which does not count for anything but the messages and their bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"feed", "deflated", "secure"})
    void aFeedOfKnownContentsIsCountedExactly(String watch) {
        WatchReading reading = exporter.await(PATIENCE, watch, now -> now.value("stale") == 1);

        assertThat(reading.received("text")).isEqualTo(2 * NUMBERS.size());
        assertThat(reading.received("binary")).isZero();
        assertThat(reading.sent("text")).isZero();
        assertThat(reading.value("message_bytes_total", "direction", "received"))
                .isEqualTo(bytes());
        assertThat(reading.value("message_size_bytes_count", "direction", "received"))
                .isEqualTo(2 * NUMBERS.size());
        assertThat(reading.value("message_interval_seconds_count")).isEqualTo(NUMBERS.size() - 1);
        // From the first to the last one; the first may be parsed late, by code that is not compiled yet.
        assertThat(reading.value("message_interval_seconds_sum")).isBetween(0.1, 3.0);
        assertThat(reading.value("sequence_gaps_total")).isEqualTo(2);
        assertThat(reading.value("sequence_missing_total")).isEqualTo(4);
        assertThat(reading.value("sequence_reordered_total")).isEqualTo(1);
        assertThat(reading.value("sequence_last")).isEqualTo(11);
        assertThat(reading.value("message_lag_seconds_count")).isEqualTo(NUMBERS.size());
        assertThat(reading.value("message_lag_seconds_sum") / NUMBERS.size()).isBetween(LAG_SECONDS, LAG_SECONDS + 1);
        assertThat(reading.errors()).isEmpty();
    }

    /** Uncompressed, whatever went over the wire. */
    private static int bytes() {
        int statuses = NUMBERS.size() * "{\"type\":\"status\",\"text\":\"well\"}".length();
        String pad = "x".repeat(100);
        return statuses
                + NUMBERS.stream()
                        .mapToInt(seq -> "{\"type\":\"tick\",\"seq\":%d,\"ts\":1234567890123,\"pad\":\"%s\"}"
                                .formatted(seq, pad)
                                .length())
                        .sum();
    }

    /** Twenty messages a second come, none of which counts. */
    @Test
    void aSubscriptionIsStaleAlthoughPongsAndOtherMessagesCome() {
        WatchReading before = exporter.await(PATIENCE, "stale", now -> now.value("stale") == 1);
        WatchReading reading = exporter.await(
                PATIENCE,
                "stale",
                now -> now.value("ping_latency_seconds_count") >= before.value("ping_latency_seconds_count") + 2);

        assertThat(reading.value("stale")).isEqualTo(1);
        assertThat(reading.active()).isEqualTo(1);
        assertThat(reading.health()).isEqualTo(1);
        assertThat(reading.received("text")).isGreaterThan(before.received("text") + 10);
        assertThat(reading.value("message_interval_seconds_count")).isZero();
        assertThat(reading.value("sequence_gaps_total")).isZero();
        assertThat(reading.disconnects()).isEmpty();
    }

    @Test
    void aBroadcastReachesAllOthers() {
        assertThat(broadcasts("all")).isEqualTo(new Broadcasts(1, 0, 0, 3));
    }

    @Test
    void aBroadcastThatMissesOneIsPartial() {
        assertThat(broadcasts("some")).isEqualTo(new Broadcasts(0, 1, 0, 2));
    }

    @Test
    void aBroadcastThatReachesNobodyHasFailed() {
        assertThat(broadcasts("none")).isEqualTo(new Broadcasts(0, 0, 1, 0));
    }

    /**
     * What became of broadcasts.
     *
     * @param success share of all
     * @param partial share of all
     * @param failed share of all
     * @param recipients of one, in the mean
     */
    private record Broadcasts(double success, double partial, double failed, double recipients) {}

    /** Of two or more that began when all connections were open. */
    private static Broadcasts broadcasts(String watch) {
        WatchReading open = exporter.await(PATIENCE, watch, now -> now.active() == 4);
        WatchReading first = exporter.await(PATIENCE, watch, now -> count(now) > count(open));
        WatchReading last = exporter.await(PATIENCE, watch, now -> count(now) >= count(first) + 2);
        double all = count(last) - count(first);
        return new Broadcasts(
                growth(first, last, "success") / all,
                growth(first, last, "partial") / all,
                growth(first, last, "failed") / all,
                (last.value("broadcast_recipients_sum") - first.value("broadcast_recipients_sum")) / all);
    }

    private static double growth(WatchReading first, WatchReading last, String status) {
        return last.value("broadcasts_total", "status", status) - first.value("broadcasts_total", "status", status);
    }

    private static double count(WatchReading reading) {
        return reading.sum("broadcasts_total");
    }
}
