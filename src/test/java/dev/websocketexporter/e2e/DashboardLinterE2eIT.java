package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Grafana's dashboard-linter, where a warning is a failure, too, and without an exclusion. */
@Tag("e2e")
@Timeout(60)
class DashboardLinterE2eIT {
    private static final Path DASHBOARDS = Path.of("grafana", "dashboards");

    @TempDir
    private Path directory;

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void hasNoFindingInADashboard(Path file) throws IOException {
        Finished finished = lint(file);

        assertThat(finished.output()).contains("valid PromQL query");
        assertThat(finished.status()).as(finished.output()).isZero();
    }

    /** Or else all was well for want of a rule, or of panels that it understands. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void findsAQueryOfAllJobs(Path file) throws IOException {
        String sound = Files.readString(file);
        String bad = sound.replaceAll("(\"expr\": \".*?)job=~\\\\\"\\$job\\\\\"", "$1job=\\\\\"one\\\\\"");
        assertThat(bad).isNotEqualTo(sound);

        Finished finished = lint(Files.writeString(directory.resolve("bad.json"), bad));

        assertThat(finished.output()).contains("job selector is one, not $job");
        assertThat(finished.status()).isEqualTo(1);
    }

    private Finished lint(Path dashboard) throws IOException {
        List<String> command = List.of(
                Tools.newestOrOnPath("dashboard-linter").toString(),
                "lint",
                "--strict",
                dashboard.toAbsolutePath().toString());
        try (ManagedProcess linter = ManagedProcess.start(directory, command)) {
            int status = linter.awaitExit();
            return new Finished(status, linter.output());
        }
    }

    private record Finished(int status, String output) {}
}
