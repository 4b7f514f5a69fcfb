package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example for Docker Compose, which does not run here, fits the schema of its specification. */
@Tag("e2e")
@Timeout(120)
class ComposeSchemaE2eIT {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "schemas");

    private static final String PROGRAM = "check.js";

    @TempDir
    private static Path directory;

    @BeforeAll
    static void install() throws IOException {
        Npm.install(SOURCES, directory, PROGRAM);
    }

    @Test
    void composeFileFitsItsSpecification() throws IOException {
        Exporter.Ended ended = check(ComposeExampleTest.FILE);

        assertThat(ended.output()).isBlank();
        assertThat(ended.status()).isZero();
    }

    @Test
    void whatDoesNotFitInAComposeFileIsFound() throws IOException {
        String bad = Files.readString(ComposeExampleTest.FILE)
                .replaceFirst("cap_drop", "cap_dropped")
                .replaceFirst("read_only: true", "read_only: perhaps");

        Exporter.Ended ended = check(Files.writeString(directory.resolve("bad.yaml"), bad));

        assertThat(ended.output()).contains("\"cap_dropped\"", "/services/demo/read_only must be boolean");
        assertThat(ended.status()).isEqualTo(1);
    }

    private static Exporter.Ended check(Path file) throws IOException {
        return Npm.run(directory, PROGRAM, List.of(file.toAbsolutePath().toString()));
    }
}
