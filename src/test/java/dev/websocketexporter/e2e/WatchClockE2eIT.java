package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.WatchedExporter.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An exporter whose wall clock is set while it holds connections, by libfaketime. */
@Tag("e2e")
@Timeout(90)
class WatchClockE2eIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path LIBRARIES = Path.of("/usr/lib");

    @TempDir
    private Path directory;

    @Test
    void aWallClockThatJumpsMovesNoDuration() throws IOException {
        Path offset = Files.writeString(directory.resolve("offset"), "+0");
        List<String> java = List.of(
                "env",
                "LD_PRELOAD=" + library(),
                "FAKETIME_TIMESTAMP_FILE=" + offset,
                "FAKETIME_CACHE_DURATION=1", // seconds until it reads the file again
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                "FAKETIME_FORCE_MONOTONIC_FIX=0", // which makes every wait of Java at least twice as long
                Tools.java().toString());
        try (WatchPeer peer = WatchPeer.start(directory.resolve("peer"));
                WatchedExporter exporter = WatchedExporter.start(
                        directory,
                        java,
                        "modules: {plain: {timeout: 5s}}\nwatch:\n"
                                + entry(
                                        "busy",
                                        "plain",
                                        peer.url("/stale"),
                                        "heartbeat: {interval: 1s, timeout: 900ms, max_missed: 0}",
                                        "messages: {stale_after: 2s}")
                                + entry("kicked", "plain", peer.url("/kick")))) {
            exporter.await(PATIENCE, "busy", now -> now.active() == 1 && now.received("text") > 0);
            double now = System.currentTimeMillis() / 1000.0;
            for (int hours : new int[] {1, -2}) {
                Files.writeString(offset, (hours > 0 ? "+" : "") + hours * 3600);
                // The jump has arrived.
                exporter.await(
                        PATIENCE,
                        "busy",
                        reading -> Math.abs(reading.value("last_message_timestamp_seconds") - now - hours * 3600) < 60);
                WatchReading jumped = exporter.read("kicked");
                exporter.await(PATIENCE, "kicked", reading -> reading.outages() >= jumped.outages() + 2);
                double pongs = exporter.read("busy").value("ping_latency_seconds_count");
                exporter.await(PATIENCE, "busy", reading -> reading.value("ping_latency_seconds_count") >= pongs + 2);
            }

            WatchReading busy = exporter.read("busy");
            assertThat(busy.disconnects()).isEmpty();
            assertThat(busy.errors()).isEmpty();
            assertThat(busy.value("heartbeat_timeouts_total")).isZero();
            assertThat(busy.value("stale")).isZero();
            assertThat(busy.value("ping_latency_seconds_sum")).isLessThan(5);
            assertThat(busy.value("message_interval_seconds_sum")).isBetween(1.0, 60.0);
            WatchReading kicked = exporter.read("kicked");
            assertThat(kicked.outageSeconds() / kicked.outages()).isBetween(0.0, 2.0);
            assertThat(kicked.value("connection_duration_seconds_sum")
                            / kicked.value("connection_duration_seconds_count"))
                    .isBetween(0.2, 2.0);
        }
    }

    /** Debian keeps it in a directory of the machine's architecture. */
    private static Path library() throws IOException {
        try (Stream<Path> architectures = Files.list(LIBRARIES)) {
            Optional<Path> library = architectures
                    .map(architecture -> architecture.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
            if (library.isEmpty()) {
                Programs.missing("libfaketime is not installed (expected: below " + LIBRARIES + ")");
            }
            return library.orElseThrow();
        }
    }
}
