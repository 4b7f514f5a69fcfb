package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.WatchedExporter.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Subscriptions to nats-server, whose heartbeat is a PING in its own protocol. Not beside others: the real servers of Go are
 * built once, and two builds at the same time would share nothing.
 */
@Tag("e2e")
@Timeout(480)
class WatchNatsE2eIT {
    private static final Duration IS_BUILT_WITHIN = Duration.ofMinutes(7);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Statuses with which the program says that it cannot be had here, and that something is missing. */
    private static final int NOT_HERE = 77;

    private static final int MISSING = 69;

    private static final String SUBSCRIPTION = "[{expect: '^INFO ', send: \"CONNECT {\\\"verbose\\\":false}\\r\\nSUB"
            + " feed 1\\r\\nPING\\r\\n\"}, {expect: '^PONG'}]";

    /** An answer that the server need not have asked for, and a publication, once a second. */
    private static final String PUBLISH = "send: {every: 1s, text: \"PONG\\r\\nPUB feed 5\\r\\nhello\\r\\n\"}";

    @TempDir
    private Path directory;

    @Test
    void aSubscriptionLivesAsLongAsThePingsOfTheServerAreAnswered() throws IOException {
        ManagedProcess servers = servers();
        try (servers;
                WatchedExporter exporter = WatchedExporter.start(
                        directory, configuration(Announced.urls(servers).get("nats-pings")))) {
            WatchReading mute = exporter.await(PATIENCE, "mute", now -> now.outages() >= 1);
            WatchReading answering =
                    exporter.await(PATIENCE, "answering", now -> now.value("message_interval_seconds_count") >= 3);

            assertThat(mute.disconnects()).containsOnlyKeys("closed_by_peer 1001");
            assertThat(mute.received("text")).isZero();
            assertThat(mute.received("binary")).isGreaterThanOrEqualTo(3); // PING, PING, -ERR
            assertThat(answering.disconnects()).isEmpty();
            assertThat(answering.errors()).isEmpty();
            assertThat(answering.active()).isEqualTo(1);
            assertThat(answering.value("stale")).isZero();
            // PINGs are messages too, but do not count.
            assertThat(answering.received("binary"))
                    .isGreaterThan(answering.value("message_interval_seconds_count") + 1);
        }
    }

    private static String configuration(String url) {
        return "modules: {nats: {timeout: 5s, websocket: {query_response: " + SUBSCRIPTION + "}}}\nwatch:\n"
                + entry("mute", "nats", url)
                + entry(
                        "answering",
                        "nats",
                        url,
                        PUBLISH,
                        "messages: {stale_after: 3s, counts_if: {regexp: '^MSG feed '}}");
    }

    /** All real servers of Go, nats-server with a ping a second among them. */
    private ManagedProcess servers() throws IOException {
        Path sources = ServerFleet.DIRECTORY.resolve("go");
        ManagedProcess process = ManagedProcess.start(
                Files.createDirectory(directory.resolve("go")),
                List.of("env", "SOURCES=" + sources, sources.resolve("start").toString()));
        OptionalInt ended = process.awaitReadyOrEnd(
                IS_BUILT_WITHIN, () -> !Announced.urls(process).isEmpty());
        if (ended.isPresent()) {
            String said = "Go's servers: " + process.output().strip();
            switch (ended.getAsInt()) {
                case MISSING -> Programs.missing(said);
                case NOT_HERE -> Programs.skipUnless(false, said);
                default -> throw new AssertionError(said);
            }
        }
        return process;
    }
}
