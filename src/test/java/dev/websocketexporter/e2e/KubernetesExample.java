package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of {@code examples/kubernetes}. */
final class KubernetesExample {
    static final Path DIRECTORY = Path.of("examples", "kubernetes");
    static final Path OPERATOR = DIRECTORY.resolve("prometheus-operator");
    static final Path WATCH = DIRECTORY.resolve("watch");

    private static final String KUSTOMIZATION = "kustomization.yaml";

    private KubernetesExample() {}

    /** What would be sent to a cluster: all of a directory but its kustomization. */
    static List<Path> objects(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith(KUSTOMIZATION))
                    .sorted()
                    .toList();
        }
    }

    static Map<String, Object> kustomization(Path directory) {
        return AlertRule.parse(directory.resolve(KUSTOMIZATION));
    }

    /** A value deep in a file: keys of mappings and indexes of lists. */
    static Object at(Path file, Object... path) {
        Object value = AlertRule.parse(file);
        for (Object step : path) {
            value = step instanceof Integer index ? ((List<?>) value).get(index) : ((Map<?, ?>) value).get(step);
            if (value == null) {
                throw new AssertionError(file + " has no " + List.of(path));
            }
        }
        return value;
    }
}
