package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example for Docker Compose, which does not run here, is loaded by the library with which Compose itself loads it. */
@Tag("e2e")
@Timeout(400)
class ComposeFileE2eIT {
    private static final Duration IS_BUILT_WITHIN = Duration.ofSeconds(300);

    @TempDir
    private static Path directory;

    private static GoModule loader;

    @BeforeAll
    static void build() throws IOException {
        loader = GoModule.copy(Path.of("src", "test", "e2e", "schemas", "compose"), directory.resolve("loader"));
        loader.run(IS_BUILT_WITHIN, "build", "-o", "load", ".");
    }

    @Test
    void theExampleIsLoaded() throws IOException {
        Exporter.Ended ended = load(ComposeExampleTest.FILE);

        assertThat(ended.output()).isBlank();
        assertThat(ended.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "cap_drop:        | cap_dropped:       | .cap_dropped",
                "read_only: true  | read_only: perhaps | .read_only",
                "mem_limit: 384m  | mem_limit: much    | services[exporter].mem_limit",
                "service:demo     | service:none       | undefined service",
                "- alertmanager:/ | - lost:/           | undefined volume lost"
            })
    void whatDoesNotFitIsFound(String good, String bad, String found) throws IOException {
        String example = Files.readString(ComposeExampleTest.FILE);
        assertThat(example).contains(good);

        Exporter.Ended ended = load(Files.writeString(directory.resolve("bad.yaml"), example.replace(good, bad)));

        assertThat(ended.output()).contains(found);
        assertThat(ended.status()).isEqualTo(1);
    }

    private static Exporter.Ended load(Path file) throws IOException {
        String program = loader.directory().resolve("load").toString();
        try (ManagedProcess process = ManagedProcess.start(
                directory, List.of(program, file.toAbsolutePath().toString()))) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }
}
