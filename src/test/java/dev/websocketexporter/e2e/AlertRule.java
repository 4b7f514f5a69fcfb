package dev.websocketexporter.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * A rule of {@code alerts/}.
 *
 * @param name of the alert, or of the metric that it records
 * @param alerting whether it is an alert
 * @param expression in PromQL
 * @param labels those that it adds
 * @param annotations none, when it records
 */
record AlertRule(
        String name, boolean alerting, String expression, Map<String, String> labels, Map<String, String> annotations) {
    static final Path DIRECTORY = Path.of("alerts");

    /** The files with rules. */
    static List<Path> files() {
        return list(DIRECTORY, ".rules.yml");
    }

    /** Puts the files with rules where they lie in the repository, seen from this directory. */
    static void copyTo(Path directory) throws IOException {
        Path alerts = Files.createDirectories(directory.resolve(DIRECTORY));
        for (Path rules : files()) {
            Files.copy(rules, alerts.resolve(rules.getFileName()));
        }
    }

    /** The files with tests of rules. */
    static List<Path> tests() {
        return list(DIRECTORY.resolve("tests"), ".test.yml");
    }

    /** Those that only a newest promtool can read. */
    static List<Path> newestTests() {
        return list(DIRECTORY.resolve("tests").resolve("newest"), ".test.yml");
    }

    static List<AlertRule> all() {
        return files().stream()
                .flatMap(file -> entries(parse(file), "groups"))
                .flatMap(group -> entries(group, "rules"))
                .map(AlertRule::of)
                .toList();
    }

    /** The mapping that a YAML file is. */
    static Map<String, Object> parse(Path file) {
        try {
            return new Yaml().load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mappings in the list that a key of a mapping has. */
    @SuppressWarnings("unchecked") // YAML has no types
    static Stream<Map<String, Object>> entries(Map<String, Object> mapping, String key) {
        return ((List<Map<String, Object>>) mapping.getOrDefault(key, List.of())).stream();
    }

    private static List<Path> list(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // YAML has no types
    private static AlertRule of(Map<String, Object> rule) {
        boolean alerting = rule.containsKey("alert");
        return new AlertRule(
                (String) rule.get(alerting ? "alert" : "record"),
                alerting,
                (String) rule.get("expr"),
                (Map<String, String>) rule.getOrDefault("labels", Map.of()),
                (Map<String, String>) rule.getOrDefault("annotations", Map.of()));
    }

    String annotation(String name) {
        return annotations.getOrDefault(name, "");
    }

    /** So that parametrised tests name the alert. */
    @Override
    public String toString() {
        return name;
    }
}
