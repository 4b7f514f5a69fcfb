package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of {@code examples/scrapers/}, run as it is except for addresses, which are those of the test, and times, which are
 * short. It lies to {@code alerts/} and to the files with targets as it does in the repository.
 */
final class ScraperRecipe {
    static final Path DIRECTORY = Path.of("examples", "scrapers");

    private final Path file;
    private String text;

    private ScraperRecipe(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * @param name from {@code examples/scrapers} on
     * @param root what stands for the root of the repository
     */
    static ScraperRecipe of(String name, Path root) throws IOException {
        Path file = root.resolve(DIRECTORY).resolve(name);
        Files.createDirectories(file.getParent());
        return new ScraperRecipe(file, Files.readString(DIRECTORY.resolve(name)));
    }

    /** The targets that the recipes find in files. */
    static void writeTargets(Path root, List<String> plain, List<String> pinged) throws IOException {
        Path targets = Files.createDirectories(root.resolve(PrometheusExample.DIRECTORY.resolve("targets")));
        Files.writeString(targets.resolve("chat.yml"), """
                - targets: %s
                - targets: %s
                  labels: {module: websocket_ping}
                """.formatted(quoted(plain), quoted(pinged)));
    }

    /** One that takes what others send to it, and evaluates the rules, as agents need it. */
    static Prometheus startReceiver(Release release, Path root) throws IOException {
        String configuration = of("prometheus-agent/receiver.yml", root)
                .with("localhost:9093", "127.0.0.1:1") // nobody is notified
                .with("../../../", root + "/")
                .text();
        return Prometheus.startReceiver(release, "global: {evaluation_interval: 1s}\n" + configuration, root);
    }

    /** In YAML, a question mark in a list in brackets is not for everyone. */
    private static List<String> quoted(List<String> urls) {
        return urls.stream().map(url -> '"' + url + '"').toList();
    }

    /** Puts something of the test in the place of what the file says, everywhere. */
    ScraperRecipe with(String shown, String ofTheTest) {
        assertThat(text).contains(shown);
        text = text.replace(shown, ofTheTest);
        return this;
    }

    /** The path of the file as the test runs it. */
    Path write() throws IOException {
        return Files.writeString(file, text);
    }

    /** What the test runs. */
    String text() {
        return text;
    }
}
