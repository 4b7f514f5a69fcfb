package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever asks a script of {@code bench/} for help wants to read, and not to wait for a build and a quarter of an hour. */
@Tag("e2e")
@Timeout(60)
class BenchHelpE2eIT {
    @TempDir
    private Path directory;

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("bench"))) {
            return files.filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void helpIsTheHeadOfTheScript(Path script) throws IOException {
        try (ManagedProcess help =
                ManagedProcess.start(directory, List.of(script.toAbsolutePath().toString(), "--quick", "--help"))) {
            assertThat(help.awaitExit()).isZero();
            assertThat(help.output()).isEqualTo(head(script)).contains("bench/" + script.getFileName());
        }
    }

    private static String head(Path script) throws IOException {
        return Files.readString(script)
                .lines()
                .skip(1)
                .takeWhile(line -> line.startsWith("# "))
                .map(line -> line.substring(2) + "\n")
                .collect(Collectors.joining());
    }
}
