package dev.websocketexporter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            Process process = new ProcessBuilder(Programs.require("promtool").toString(), "check", "metrics")
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
}
