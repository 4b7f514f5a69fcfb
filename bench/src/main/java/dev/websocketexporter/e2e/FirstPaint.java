package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** How long the page takes to be seen in a browser when there are many targets, all of which are probed again meanwhile. */
final class FirstPaint {
    private static final int TARGETS = 500;
    private static final int ROUNDS = 21;

    /** So that each row has a whole strip. */
    private static final int PROBES_OF_EACH = 30;

    private static final Path SOURCES = Path.of("src", "test", "e2e", "page");
    private static final Duration WITHIN = Duration.ofMinutes(3);

    private FirstPaint() {}

    /** @param arguments how many targets, if not 500 */
    public static void main(String[] arguments) throws IOException {
        int targets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : TARGETS;
        Path directory = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "bench").toAbsolutePath()), "first-paint-");
        Npm.install(SOURCES.toAbsolutePath(), directory, List.of("browser.js", "paint.js"));
        try (ScriptedServer server = ScriptedServer.plain(WebPageTargets::talk);
                Exporter exporter = Exporter.start(directory)) {
            for (int i = 0; i < PROBES_OF_EACH; i++) {
                probeAll(exporter, server.port(), targets);
            }
            Thread prober = new Thread(() -> probeUntilInterrupted(exporter, server.port(), targets), "prober");
            prober.setDaemon(true);
            prober.start();
            System.out.print(measure(directory, "http://127.0.0.1:" + exporter.port() + "/"));
            prober.interrupt();
        }
        System.exit(0);
    }

    private static String measure(Path directory, String url) throws IOException {
        List<String> command = List.of(
                Tools.require("node").toString(),
                "paint.js",
                url,
                Tools.require("chromium").toString(),
                String.valueOf(ROUNDS));
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            int status = process.awaitExit(WITHIN);
            if (status != 0) {
                throw new IOException("paint.js ended with " + status + ": " + process.output());
            }
            return process.output();
        }
    }

    /** As Prometheus does: all of them every fifteen seconds. */
    private static void probeUntilInterrupted(Exporter exporter, int port, int targets) {
        try {
            for (int i = 0; ; i = (i + 1) % targets) {
                exporter.probe(target(port, i));
                Thread.sleep(15_000 / targets);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void probeAll(Exporter exporter, int port, int targets) {
        IntStream.range(0, targets).parallel().forEach(i -> {
            try {
                exporter.probe(target(port, i));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String target(int port, int number) {
        return "ws://127.0.0.1:" + port + "/room/" + number;
    }
}
