package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.WatchedExporter.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers that hang, paths that fall silent, and restarts: what is told meanwhile, and that the figures are right afterwards. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
@Timeout(90)
class WatchOutagesE2eIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEARTBEAT = "heartbeat: {interval: 1s, timeout: 500ms, max_missed: 2}";
    private static final String MODULES = "modules: {plain: {timeout: 1s}, patient: {timeout: 10s}}\nwatch:\n";

    @TempDir
    private Path directory;

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aServerThatHangsIsUnhealthyUntilItGoesOn() throws IOException {
        try (WatchPeer peer = WatchPeer.start(directory.resolve("peer"));
                WatchedExporter exporter = WatchedExporter.start(
                        directory, MODULES + entry("hung", "plain", peer.url("/quiet"), HEARTBEAT))) {
            exporter.await(PATIENCE, "hung", now -> now.active() == 1 && pongs(now) >= 1);
            peer.suspend();
            WatchReading degraded = exporter.await(PATIENCE, "hung", now -> now.health() < 1);
            WatchReading down =
                    exporter.await(PATIENCE, "hung", now -> now.errors().containsKey("timeout"));
            peer.resume();
            WatchReading back = exporter.await(PATIENCE, "hung", now -> now.active() == 1);
            WatchReading later = exporter.await(PATIENCE, "hung", now -> pongs(now) >= pongs(back) + 2);

            assertThat(degraded.health()).isEqualTo(0.5);
            assertThat(degraded.active()).isEqualTo(1);
            assertThat(down.health()).isZero();
            assertThat(down.active()).isZero();
            assertThat(down.disconnects()).isEqualTo(Map.of("pong_missed", 1.0));
            assertThat(down.outages()).isZero();
            assertThat(later.health()).isEqualTo(1);
            assertThat(later.disconnects()).isEqualTo(Map.of("pong_missed", 1.0));
            assertThat(later.value("heartbeat_timeouts_total")).isEqualTo(3);
            assertThat(later.errors()).containsOnlyKeys("pong_missed", "timeout");
            assertThat(later.failed()).isEqualTo(later.errors().get("timeout")).isPositive();
            assertThat(later.opened()).isEqualTo(2);
            assertThat(later.outages()).isEqualTo(1);
            // One attempt at least has waited for its whole budget of a second.
            assertThat(later.outageSeconds()).isBetween(1.0, 20.0);
            assertThat(later.value("ping_latency_seconds_sum") / pongs(later)).isLessThan(0.5);
        }
    }

    /** The server goes on to hold the connection that the client has lost: half-open. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aPathThatFallsSilentIsFoundByMissedPongs() throws IOException {
        try (WatchPeer peer = WatchPeer.start(directory.resolve("peer"));
                Relay relay = new Relay(peer.port());
                WatchedExporter exporter = WatchedExporter.start(
                        directory,
                        MODULES + entry("lost", "plain", "ws://127.0.0.1:" + relay.port() + "/quiet", HEARTBEAT))) {
            exporter.await(PATIENCE, "lost", now -> now.active() == 1 && pongs(now) >= 1);
            relay.fallSilent();
            WatchReading back = exporter.await(PATIENCE, "lost", now -> now.outages() == 1);

            assertThat(back.disconnects()).isEqualTo(Map.of("pong_missed", 1.0));
            assertThat(back.errors()).isEqualTo(Map.of("pong_missed", 1.0));
            assertThat(back.value("heartbeat_timeouts_total")).isEqualTo(3);
            assertThat(back.outageSeconds()).isLessThan(2);
            assertThat(back.active()).isEqualTo(1);
            assertThat(back.failed()).isZero();
            assertThat(peer.opened("/quiet")).hasSize(2);
            assertThat(peer.closed("/quiet")).isEmpty();
        }
    }

    /** Not even the packets that would open another connection arrive, nor those that end the old one. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @SuppressWarnings("try") // packets are lost as long as it is open
    void aFirewallThatDropsPacketsIsTimeoutsUntilItLetsThemPass() throws IOException {
        try (WatchPeer peer = WatchPeer.start(directory.resolve("peer"));
                WatchedExporter exporter = WatchedExporter.start(
                        directory, MODULES + entry("dropped", "plain", peer.url("/quiet"), HEARTBEAT))) {
            exporter.await(PATIENCE, "dropped", now -> now.active() == 1 && pongs(now) >= 1);
            try (LostPackets lost = LostPackets.of(peer.port(), directory)) {
                WatchReading down =
                        exporter.await(PATIENCE, "dropped", now -> now.errors().containsKey("timeout"));
                assertThat(down.disconnects()).isEqualTo(Map.of("pong_missed", 1.0));
                assertThat(down.value("heartbeat_timeouts_total")).isEqualTo(3);
                assertThat(down.active()).isZero();
                assertThat(peer.closed("/quiet")).isEmpty();
            }
            WatchReading back = exporter.await(PATIENCE, "dropped", now -> now.outages() == 1);

            assertThat(back.active()).isEqualTo(1);
            assertThat(back.errors()).containsOnlyKeys("pong_missed", "timeout");
            assertThat(back.disconnects()).isEqualTo(Map.of("pong_missed", 1.0));
            assertThat(back.outageSeconds()).isBetween(1.0, 20.0);
        }
    }

    /** Two hundred, in four entries, since each spreads the first openings of its own connections. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void connectionsToARestartedServerComeBackSpreadOut() throws IOException {
        int entries = 4;
        int each = 50;
        StringBuilder watch = new StringBuilder(MODULES);
        try (WatchPeer peer = WatchPeer.start(directory.resolve("peer"))) {
            for (int i = 0; i < entries; i++) {
                watch.append(entry("many" + i, "patient", peer.url("/quiet"), "connections: " + each));
            }
            try (WatchedExporter exporter = WatchedExporter.start(directory, watch.toString())) {
                for (int i = 0; i < entries; i++) {
                    exporter.await(PATIENCE, "many" + i, now -> now.active() == each);
                }
                assertAtMostFiftyASecond(peer.opened("/quiet"), entries * each);
                peer.kill();
                exporter.await(PATIENCE, "many0", now -> now.active() == 0);
                peer.startAgain();
                for (int i = 0; i < entries; i++) {
                    WatchReading back = exporter.await(PATIENCE, "many" + i, now -> now.active() == each);
                    assertThat(back.outages()).isEqualTo(each);
                    assertThat(back.sum("disconnects_total")).isEqualTo(each);
                }
                assertAtMostFiftyASecond(peer.opened("/quiet"), entries * each);
            }
        }
    }

    /** The server tells the time itself, and may have been busy for a moment. */
    private static void assertAtMostFiftyASecond(List<WatchPeer.Event> opened, int expected) {
        int measured = 5;
        assertThat(opened).hasSize(expected);
        int[] inEachSecond = IntStream.range(0, opened.size())
                .map(first -> (int) opened.stream()
                        .mapToLong(event -> event.millis() - opened.get(first).millis())
                        .filter(later -> later >= 0 && later < 1000)
                        .count())
                .toArray();
        assertThat(IntStream.of(inEachSecond).max().orElseThrow()).isBetween(1, 50 + measured);
    }

    private static double pongs(WatchReading reading) {
        return reading.value("ping_latency_seconds_count");
    }
}
