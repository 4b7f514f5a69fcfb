package dev.websocketexporter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Prometheus' own judge of metrics. Where it is missing the test is skipped, or fails under {@code CI=true}. */
public final class Promtool {
    private static final int SECONDS_AT_MOST = 30;

    private Promtool() {}

    /** Asserts that {@code promtool check metrics} accepts the text and has nothing to say about it. */
    public static void assertSilent(String exposition) throws IOException, InterruptedException {
        Path input = Files.createTempFile("exposition", ".txt");
        Path output = Files.createTempFile("promtool", ".txt");
        try {
            Files.writeString(input, exposition);
            Process process = new ProcessBuilder(executable().toString(), "check", "metrics")
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectErrorStream(true)
                    .start();
            assertThat(process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS))
                    .as("promtool has ended")
                    .isTrue();
            assertThat(Files.readString(output, StandardCharsets.UTF_8))
                    .as("what promtool says of:\n%s", exposition)
                    .isEmpty();
            assertThat(process.exitValue()).isZero();
        } finally {
            Files.delete(input);
            Files.delete(output);
        }
    }

    private static Path executable() {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && Boolean.parseBoolean(System.getenv("CI"))) {
            fail("promtool is not in PATH (expected under CI=true: the package prometheus is installed)");
        }
        return found.orElseGet(() -> abort("promtool is not in PATH; the package prometheus has it"));
    }
}
