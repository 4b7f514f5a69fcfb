package dev.websocketexporter.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The shaded jar as a process of its own, ready. */
final class Exporter implements AutoCloseable {
    static final Path JAR = Path.of("target", "websocket-exporter.jar").toAbsolutePath();

    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx128m");

    private final ManagedProcess process;
    private final int port;

    private Exporter(ManagedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Exporter start(Path directory, String... flags) throws IOException {
        return start(directory, List.of(Tools.java().toString()), flags);
    }

    /** @param java the program and options of its own */
    static Exporter start(Path directory, List<String> java, String... flags) throws IOException {
        List<String> limited = new ArrayList<>(java);
        limited.addAll(SMALL);
        return startAsItIs(directory, limited, flags);
    }

    /** The same without options that others have not asked for. */
    static Exporter startAsItIs(Path directory, List<String> java, String... flags) throws IOException {
        int port = Http.freePort();
        List<String> command = command(java, flags);
        command.add("--web.listen-address=127.0.0.1:" + port);
        ManagedProcess process = ManagedProcess.start(directory, command);
        process.awaitReady(() -> Http.answers("http://127.0.0.1:" + port + "/-/ready"));
        return new Exporter(process, port);
    }

    /** Runs the jar to its end, for flags that do not serve. */
    static Ended run(Path directory, String... flags) throws IOException {
        List<String> java = new ArrayList<>(List.of(Tools.java().toString()));
        java.addAll(SMALL);
        try (ManagedProcess process = ManagedProcess.start(directory, command(java, flags))) {
            int status = process.awaitExit();
            return new Ended(status, process.output());
        }
    }

    private static List<String> command(List<String> java, String... flags) {
        if (!Files.isRegularFile(JAR)) {
            throw new AssertionError("no " + JAR + " (expected: built by the phase package, which comes before)");
        }
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(Arrays.asList(flags));
        return command;
    }

    int port() {
        return port;
    }

    String echoUrl() {
        return "ws://127.0.0.1:" + port + "/echo";
    }

    HttpResponse<String> get(String path) throws IOException {
        return Http.get("http://127.0.0.1:" + port + path);
    }

    /** The metrics of one probe with the default module. */
    String probe(String target) throws IOException {
        HttpResponse<String> response = get("/probe?target=" + Http.encode(target));
        if (response.statusCode() != 200) {
            throw new AssertionError("/probe answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** The value of one of its own metrics that has no labels. */
    double figure(String metric) {
        try {
            return get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(metric + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many probes run now. */
    long inFlight() {
        return (long) figure("websocket_exporter_probes_in_flight");
    }

    ManagedProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    /**
     * How a run ended.
     *
     * @param status the exit status
     * @param output what it said, on both streams
     */
    record Ended(int status, String output) {}
}
