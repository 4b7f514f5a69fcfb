package dev.websocketexporter.e2e;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** A real Alertmanager, asked through its HTTP API. */
final class Alertmanager implements AutoCloseable {
    /** The configuration that is shipped. */
    static final Path EXAMPLE = Path.of("alerts/alertmanager.example.yml");

    private final ManagedProcess process;
    private final int port;

    private Alertmanager(ManagedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Alertmanager start(String configuration, Path directory) throws IOException {
        return start(Release.INSTALLED, configuration, directory);
    }

    static Alertmanager start(Release release, String configuration, Path directory) throws IOException {
        Path alertmanager = release.alertmanager();
        int port = Http.freePort();
        Path file = Files.writeString(directory.resolve("alertmanager.yml"), configuration);
        ManagedProcess process =
                ManagedProcess.start(directory, command(alertmanager, file, directory.resolve("data"), port));
        return new Alertmanager(process.awaitReady(() -> Http.answers("http://127.0.0.1:" + port + "/-/ready")), port);
    }

    /** The program with its arguments, alone in its cluster. */
    static List<String> command(Path alertmanager, Path configuration, Path storage, int port) {
        return List.of(
                alertmanager.toString(),
                "--config.file=" + configuration,
                "--storage.path=" + storage,
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + port);
    }

    /** The example with a block uncommented, by the command that its head shows. */
    static String exampleWith(String block, Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "alertmanager", ".yml");
        Files.writeString(file, Files.readString(EXAMPLE));
        uncomment(block, file);
        return Files.readString(file);
    }

    /** Takes the comments off a block of a file, by the command that the head of the example shows. */
    static void uncomment(String block, Path file) throws IOException {
        String shown = Files.readString(EXAMPLE)
                .lines()
                .filter(line -> line.startsWith("#     sed "))
                .collect(Collectors.joining())
                .substring(1)
                .strip();
        String command = shown.replace("slack$", block + "$").replace("alertmanager.yml", file.toString());
        try (ManagedProcess sed =
                ManagedProcess.start(file.toAbsolutePath().getParent(), List.of("/bin/sh", "-c", command))) {
            if (sed.awaitExit() != 0) {
                throw new AssertionError(command + ": " + sed.output());
            }
        }
    }

    int port() {
        return port;
    }

    /** Tells it of alerts, as Prometheus does; each is a set of labels. */
    void alert(List<Map<String, String>> alerts) throws IOException {
        String json = alerts.stream()
                .map(labels -> labels.entrySet().stream()
                        .map(label -> "\"" + label.getKey() + "\":\"" + label.getValue() + "\"")
                        .collect(Collectors.joining(",", "{\"labels\":{", "}}")))
                .collect(Collectors.joining(",", "[", "]"));
        HttpResponse<String> answer = Http.postJson("http://127.0.0.1:" + port + "/api/v2/alerts", json);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    /** The names of the alerts that are in a state now: {@code active} or {@code suppressed}. */
    TreeSet<String> inState(String state) {
        try {
            List<Map<String, Map<String, Object>>> alerts = new Yaml()
                    .load(Http.get("http://127.0.0.1:" + port + "/api/v2/alerts")
                            .body());
            return alerts.stream()
                    .filter(alert -> state.equals(alert.get("status").get("state")))
                    .map(alert -> alert.get("labels").get("alertname") + " " + about(alert.get("labels")))
                    .map(String::strip)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssertionError("Alertmanager does not answer: " + process.output(), e);
        }
    }

    private static String about(Map<String, Object> labels) {
        return Stream.of("job", "instance", "location", "watch")
                .filter(labels::containsKey)
                .map(name -> (String) labels.get(name))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        process.close();
    }
}
