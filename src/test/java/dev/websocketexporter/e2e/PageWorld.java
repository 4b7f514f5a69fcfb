package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Targets, an exporter in each of two locations, and chains of alerts beside each other that look at the same exporters. */
final class PageWorld implements AutoCloseable {
    static final String HERE = "here";
    static final String THERE = "there";

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<AlertChain> chains = new ArrayList<>();
    private final Map<String, Restartable> exporters = new HashMap<>();
    private final PageStage stage;

    private PageWorld() throws IOException {
        stage = keep(PageStage.open());
    }

    static PageWorld start(Path directory, ShippedAlerts shipped, List<AlertPrograms> programs, List<PageJob> jobs)
            throws IOException {
        PageWorld world = new PageWorld();
        try {
            world.begin(directory, shipped, programs, jobs);
            return world;
        } catch (IOException | RuntimeException | Error e) {
            world.close();
            throw e;
        }
    }

    private void begin(Path directory, ShippedAlerts shipped, List<AlertPrograms> programs, List<PageJob> jobs)
            throws IOException {
        int here = Http.freePort();
        exporters.put(HERE, keep(exporter(directory, HERE, here)));
        int there = Http.freePort();
        exporters.put(THERE, keep(exporter(directory, THERE, there)));
        Exporters addresses = new Exporters("127.0.0.1:" + here, "127.0.0.1:" + there);
        String scrapes = jobs.stream().map(job -> job.yaml(addresses)).collect(Collectors.joining()) + addresses.yaml();
        for (AlertPrograms program : programs) {
            Path home = Files.createDirectory(directory.resolve(program.name()));
            chains.add(keep(AlertChain.start(program, shipped, scrapes, home)));
        }
    }

    /** An exporter whose probes say from where they come. */
    private static Restartable exporter(Path directory, String location, int port) throws IOException {
        Path configuration =
                Files.writeString(directory.resolve(location + ".yml"), """
                modules:
                  websocket:
                    prober: websocket
                    websocket:
                      headers: {%s: %s}
                """.formatted(PageStage.LOCATION, location));
        return new Restartable(
                directory,
                List.of(
                        Tools.java().toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-jar",
                        Exporter.JAR.toString(),
                        "--config.file=" + configuration,
                        "--web.listen-address=127.0.0.1:" + port),
                "http://127.0.0.1:" + port + "/-/ready");
    }

    private <T extends AutoCloseable> T keep(T process) {
        running.push(process);
        return process;
    }

    PageStage stage() {
        return stage;
    }

    List<AlertChain> chains() {
        return chains;
    }

    Restartable exporter(String location) {
        return exporters.get(location);
    }

    /** Waits until the condition holds, and asks not more often than the machine's other work bears. */
    static void await(Duration atMost, BooleanSupplier condition, Supplier<String> message) {
        Conditions.await(atMost, PAUSE, condition, message);
    }

    @Override
    public void close() {
        for (AutoCloseable process : running) {
            try {
                process.close();
            } catch (Exception e) {
                throw new IllegalStateException("a process did not end", e);
            }
        }
    }

    /**
     * Where the exporters listen.
     *
     * @param here the first one's host and port
     * @param there the second one's
     */
    record Exporters(String here, String there) {
        /** The job of the exporters themselves. */
        private String yaml() {
            return """
                      - job_name: websocket_exporter
                        scrape_interval: 15s
                        static_configs:
                          - {targets: ["%s"], labels: {location: %s}}
                          - {targets: ["%s"], labels: {location: %s}}
                    """.formatted(here, HERE, there, THERE);
        }
    }
}
