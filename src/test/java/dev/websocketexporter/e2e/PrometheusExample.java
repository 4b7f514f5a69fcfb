package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Prometheus configuration of {@code examples/}, run as it is except for addresses, which are those of the test, and
 * intervals, which are short. It lies to {@code alerts/} as it does in the repository.
 */
final class PrometheusExample {
    static final Path DIRECTORY = Path.of("examples", "prometheus");

    private final Path home;
    private String text;

    private PrometheusExample(Path home, String text) {
        this.home = home;
        this.text = text;
    }

    /**
     * @param name of the file
     * @param directory an empty one
     */
    static PrometheusExample of(String name, Path directory) throws IOException {
        AlertRule.copyTo(directory);
        Path home = Files.createDirectories(directory.resolve(DIRECTORY));
        return new PrometheusExample(home, Files.readString(DIRECTORY.resolve(name)));
    }

    /** Puts something of the test in the place of what the file says, everywhere. */
    PrometheusExample with(String shown, String ofTheTest) {
        assertThat(text).contains(shown);
        text = text.replace(shown, ofTheTest);
        return this;
    }

    /** Writes a file beside the configuration. */
    PrometheusExample withFile(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    Prometheus start() throws IOException {
        return start(List.of());
    }

    /** @param before what runs Prometheus: a command that takes a program and its arguments as its last ones */
    Prometheus start(List<String> before) throws IOException {
        with("localhost:9093", "127.0.0.1:1"); // nobody is notified
        return Prometheus.start(
                text.replaceFirst("evaluation_interval: \\d+s", "")
                        .replaceFirst("scrape_interval: \\d+s", "scrape_interval: 2s\n  evaluation_interval: 1s")
                        .replaceFirst("scrape_timeout: \\d+s", "scrape_timeout: 2s"),
                home,
                before);
    }
}
