package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred scrapes at once, each of a server that says nothing. */
@Tag("e2e")
@Timeout(120)
class LoadE2eIT {
    private static final int AT_ONCE = 200;
    private static final Duration BUDGET = Duration.ofSeconds(1);
    /** What the answer may take beyond its budget, and what two busy cores may take to start 200 clients. */
    private static final Duration GRACE = Duration.ofMillis(100 + 900);

    @TempDir
    private Path directory;

    @Test
    void allAreAnsweredInTimeAndNothingStaysOpen() throws Exception {
        try (ScriptedServer silent = ScriptedServer.plain(Script.SILENCE);
                Exporter exporter = Exporter.start(directory)) {
            long before = sockets(exporter);
            // Once for nothing, so that threads and code are there when the time counts.
            allAtOnce(exporter, "ws://127.0.0.1:" + silent.port() + "/");
            List<Answer> answers = allAtOnce(exporter, "ws://127.0.0.1:" + silent.port() + "/");
            assertThat(answers).hasSize(AT_ONCE).allSatisfy(answer -> {
                assertThat(answer.text()).startsWith("HTTP/1.1 200 ").contains("reason=\"timeout\"");
                assertThat(answer.after()).isLessThan(BUDGET.plus(GRACE));
            });
            Conditions.await(
                    Duration.ofSeconds(10),
                    () -> sockets(exporter) <= before,
                    () -> sockets(exporter) + " sockets (expected: at most " + before + ")");
        }
    }

    /**
     * What one scrape gave.
     *
     * @param after since it was sent
     */
    private record Answer(String text, Duration after) {}

    private static List<Answer> allAtOnce(Exporter exporter, String target) {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> scrape(exporter, target), clients));
            }
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            clients.shutdown();
        }
    }

    /** A connection of its own, closed with its answer, so that none stays for another scrape. */
    private static Answer scrape(Exporter exporter, String target) {
        try (Socket socket = new Socket("127.0.0.1", exporter.port())) {
            long sent = System.nanoTime();
            socket.getOutputStream()
                    .write(("GET /probe?target=" + Http.encode(target) + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + "X-Prometheus-Scrape-Timeout-Seconds: 1.5\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(text, Duration.ofNanos(System.nanoTime() - sent));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sockets(Exporter exporter) {
        try (Stream<Path> entries =
                Files.list(Path.of("/proc", String.valueOf(exporter.process().pid()), "fd"))) {
            return entries.filter(LoadE2eIT::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }
}
