package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Every file that names versions of others' software is one that .github/dependabot.yml has raised. */
class DependabotTest {
    private static final Map<String, String> ECOSYSTEMS = Map.of(
            "pom.xml", "maven",
            "package-lock.json", "npm",
            "go.mod", "gomod",
            "requirements.txt", "pip",
            "Cargo.lock", "cargo",
            "Dockerfile", "docker");
    private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules");

    @Test
    void everyFileWithVersionsIsWatched() throws IOException {
        Map<String, Object> configuration = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Path.of(".github", "dependabot.yml")));
        List<String> watched = new ArrayList<>();
        for (Object each : (List<?>) configuration.get("updates")) {
            Map<?, ?> update = (Map<?, ?>) each;
            Stream.concat(
                            Stream.ofNullable(update.get("directory")),
                            update.get("directories") instanceof List<?> many ? many.stream() : Stream.empty())
                    .forEach(directory -> watched.add(update.get("package-ecosystem") + " " + directory));
        }
        Set<String> files = files();
        assertThat(files).contains("maven /", "npm /examples/demo-server", "cargo /src/test/e2e/servers/rust");
        assertThat(files.stream().filter(file -> watched.stream().noneMatch(pattern -> covers(pattern, file))))
                .isEmpty();
    }

    private static boolean covers(String pattern, String file) {
        return pattern.equals(file)
                || FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(file));
    }

    /** Each as its ecosystem and its directory. */
    private static Set<String> files() throws IOException {
        Set<String> files = new TreeSet<>();
        Files.walkFileTree(Path.of(""), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String ecosystem = ECOSYSTEMS.get(file.getFileName().toString());
                if (ecosystem != null) {
                    Path directory = file.getParent();
                    files.add(ecosystem + " /" + (directory == null ? "" : directory));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
