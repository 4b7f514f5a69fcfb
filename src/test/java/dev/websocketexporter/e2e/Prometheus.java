package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** A real Prometheus, asked through its HTTP API. */
final class Prometheus implements AutoCloseable {
    private final ManagedProcess process;
    private final int port;

    private Prometheus(ManagedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Prometheus start(String configuration, Path directory) throws IOException {
        return start(configuration, directory, List.of());
    }

    /** @param before what runs it: a command that takes the program and its arguments as its last ones */
    static Prometheus start(String configuration, Path directory, List<String> before) throws IOException {
        return start(Release.INSTALLED, configuration, directory, before, List.of());
    }

    static Prometheus start(Release release, String configuration, Path directory) throws IOException {
        return start(release, configuration, directory, List.of(), List.of());
    }

    /** One that takes what others send to it. */
    static Prometheus startReceiver(Release release, String configuration, Path directory) throws IOException {
        return start(release, configuration, directory, List.of(), List.of("--web.enable-remote-write-receiver"));
    }

    private static Prometheus start(
            Release release, String configuration, Path directory, List<String> before, List<String> flags)
            throws IOException {
        Path prometheus = release.prometheus();
        int port = Http.freePort();
        Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
        List<String> command = new ArrayList<>(before);
        command.addAll(command(prometheus, file, directory, port));
        command.addAll(flags);
        ManagedProcess process = ManagedProcess.start(directory, command);
        return new Prometheus(process.awaitReady(() -> Http.answers("http://127.0.0.1:" + port + "/-/ready")), port);
    }

    /** The program with its arguments. */
    static List<String> command(Path prometheus, Path configuration, Path directory, int port) {
        return List.of(
                prometheus.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    /** The samples that an expression has now. */
    List<Sample> query(String expression) {
        try {
            return query(url(), expression);
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer: " + process.output(), e);
        }
    }

    /** The same of another program that has this API. */
    static List<Sample> query(String url, String expression) throws IOException {
        // JSON is YAML, and a parser of YAML is at hand.
        Map<?, ?> answer = new Yaml()
                .load(Http.get(url + "/api/v1/query?query=" + Http.encode(expression))
                        .body());
        Map<?, ?> data = (Map<?, ?>) answer.get("data");
        return ((List<?>) data.get("result"))
                .stream().map(sample -> Sample.of((Map<?, ?>) sample)).toList();
    }

    /** Where its HTTP API is, without a slash at the end. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }

    /**
     * One series at one moment.
     *
     * @param labels without the name of the metric
     * @param value as it was scraped
     */
    record Sample(Map<String, String> labels, double value) {
        private static Sample of(Map<?, ?> sample) {
            Map<String, String> labels = new TreeMap<>();
            ((Map<?, ?>) sample.get("metric")).forEach((name, value) -> labels.put((String) name, (String) value));
            labels.remove("__name__");
            return new Sample(labels, Double.parseDouble((String) ((List<?>) sample.get("value")).get(1)));
        }

        String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }
}
