package dev.websocketexporter.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The chart, and the real helm that renders it. */
final class HelmChart {
    static final Path DIRECTORY = Path.of("charts", "websocket-exporter");

    /** The same for helm, which runs elsewhere. */
    static final String PATH = DIRECTORY.toAbsolutePath().toString();

    /** What the notes of a user's first installation call it. */
    static final String RELEASE = "ws";

    private static final Path VALUE_SETS = DIRECTORY.resolve("ci");
    private static final String SUFFIX = "-values.yaml";

    /** The examples are installed under the name that they have themselves. */
    private static final Map<String, String> RELEASES =
            Map.of("example", "websocket-exporter", "example-watch", "websocket-watch");

    private final Path helm;
    private final Path work;

    /** @param work where it writes */
    HelmChart(Path work) {
        this.helm = Tools.newest("helm");
        this.work = work;
    }

    /** The names of the value sets, for which the chart is to be rendered. */
    static List<String> valueSets() {
        try (Stream<Path> files = Files.list(VALUE_SETS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path values(String set) {
        return VALUE_SETS.resolve(set + SUFFIX).toAbsolutePath();
    }

    /** The chart's own, which is not the exporter's. */
    static String version() {
        return (String) AlertRule.parse(DIRECTORY.resolve("Chart.yaml")).get("version");
    }

    static String release(String set) {
        return RELEASES.getOrDefault(set, RELEASE);
    }

    /**
     * Renders the chart.
     *
     * @return the directory with a file for each template that is not empty
     */
    Path render(String set) throws IOException {
        Path directory = Files.createDirectory(work.resolve(set));
        Exporter.Ended ended = run(
                "template",
                release(set),
                PATH,
                "--namespace=monitoring",
                "--values=" + values(set),
                "--output-dir=" + directory);
        if (ended.status() != 0) {
            throw new AssertionError(ended.output());
        }
        return directory.resolve("websocket-exporter").resolve("templates");
    }

    /** Renders the chart to the output, for a release of the usual name. */
    Exporter.Ended template(String... flags) throws IOException {
        return templateOf(RELEASE, flags);
    }

    private Exporter.Ended templateOf(String release, String... flags) throws IOException {
        return run(Stream.concat(Stream.of("template", release, PATH), Stream.of(flags))
                .toArray(String[]::new));
    }

    /** The objects that it renders. */
    List<Map<String, Object>> objects(String... flags) throws IOException {
        return objectsOf(RELEASE, flags);
    }

    /** Those for a release of another name. */
    List<Map<String, Object>> objectsOf(String release, String... flags) throws IOException {
        Exporter.Ended ended = templateOf(release, flags);
        if (ended.status() != 0) {
            throw new AssertionError(ended.output());
        }
        // What helm warns of comes first.
        String objects = ended.output().substring(ended.output().indexOf("---\n"));
        return read(Files.writeString(work.resolve("objects.yaml"), objects));
    }

    /** Runs helm to its end. */
    Exporter.Ended run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(helm.toString()));
        command.addAll(List.of(arguments));
        try (ManagedProcess process = ManagedProcess.start(work, command)) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }

    /** The objects in files that were rendered. */
    static List<Map<String, Object>> objects(Path templates) throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Path file : files(templates)) {
            objects.addAll(read(file));
        }
        return objects;
    }

    /** What its Deployment or StatefulSet has as a pod. */
    static Map<String, Object> pod(List<Map<String, Object>> objects) {
        Map<String, Object> workload = objects.stream()
                .filter(object -> List.of("Deployment", "StatefulSet").contains(object.get("kind")))
                .findFirst()
                .orElseThrow();
        return mapping(mapping(mapping(workload.get("spec")).get("template")).get("spec"));
    }

    static List<Path> files(Path templates) throws IOException {
        try (Stream<Path> files = Files.list(templates)) {
            return files.sorted().toList();
        }
    }

    /** The objects in one file. */
    static List<Map<String, Object>> read(Path file) throws IOException {
        LoaderOptions large = new LoaderOptions();
        large.setCodePointLimit(16 * 1024 * 1024);
        large.setAllowDuplicateKeys(false);
        return StreamSupport.stream(
                        new Yaml(large).loadAll(Files.readString(file)).spliterator(), false)
                .<Map<String, Object>>map(HelmChart::mapping)
                .toList();
    }

    @SuppressWarnings("unchecked") // YAML has no types
    static Map<String, Object> mapping(Object value) {
        return (Map<String, Object>) value;
    }
}
