package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards fit the types that Grafana publishes of them, checked by the compiler of TypeScript. */
@Tag("e2e")
@Timeout(120)
class DashboardTypesE2eIT {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "grafana").toAbsolutePath();
    private static final Path DASHBOARDS = Path.of("grafana", "dashboards").toAbsolutePath();

    private static final String PROGRAM = "types.js";

    @TempDir
    private static Path directory;

    @BeforeAll
    static void install() throws IOException {
        Npm.install(SOURCES, directory, PROGRAM);
    }

    @Test
    void everyDashboardFits() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            Exporter.Ended ended = check(files.sorted().toList());

            assertThat(ended.output()).isBlank();
            assertThat(ended.status()).isZero();
        }
    }

    @Test
    void whatDoesNotFitIsFound() throws IOException {
        String good = Files.readString(DASHBOARDS.resolve("overview.json"));
        Path bad = Files.writeString(
                directory.resolve("bad.json"),
                good.replaceFirst("\"colorMode\": \"background\"", "\"colorMode\": \"loud\"")
                        .replaceFirst("\"drawStyle\": \"bars\"", "\"drawStyle\": \"pillars\"")
                        .replaceFirst("\"refresh\": \"30s\"", "\"refreshed\": \"30s\""));
        Exporter.Ended ended = check(List.of(bad));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains("the dashboard: ", "refreshed", "Failing now, options: ", "\"loud\"", "\"pillars\"");
    }

    private static Exporter.Ended check(List<Path> dashboards) throws IOException {
        return Npm.run(
                directory, PROGRAM, dashboards.stream().map(Path::toString).toList());
    }
}
