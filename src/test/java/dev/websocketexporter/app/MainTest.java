package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.testkit.CapturedLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void versionGoesToStdout() {
        assertThat(run("--version")).isEqualTo(Main.OK);
        assertThat(text(out))
                .matches("websocket_exporter, version \\S+ \\(revision ([0-9a-f]{40}|unknown), java \\S+\\)\n");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void helpGoesToStdout() {
        assertThat(run("-h")).isEqualTo(Main.OK);
        assertThat(text(out)).isEqualTo(HelpText.ofAllFlags()).contains("Usage: ");
        assertThat(text(err)).isEmpty();
    }

    /** For scripts it must not look like a probe that failed. */
    @Test
    void internalErrorOfACommandHasAStatusOfItsOwn() {
        PrintStream broken = new PrintStream(out) {
            @Override
            public void print(String text) {
                throw new IllegalStateException("a bug");
            }
        };
        try (CapturedLog log = CapturedLog.of(Main.class)) {
            assertThat(Main.statusOf(broken, broken, "completion", "bash")).isEqualTo(70);
            assertThat(log.lines(Level.ERROR))
                    .singleElement()
                    .asString()
                    .startsWith("internal error, a bug of the exporter");
        }
    }

    @Test
    void badFlagIsOneLineOnStderrAndCode2() {
        assertThat(run("--history.limit=many")).isEqualTo(Main.BAD_FLAGS);
        assertThat(text(err))
                .isEqualTo("--history.limit: \"many\" is out of range (expected: a whole number from 0 to 100000)\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void checkOfAGoodFileSaysSoWithCode0() throws IOException {
        Path file = file("modules:\n  a: {timeout: 5s}\n  b: {}\n");
        assertThat(run("--config.check", "--config.file=" + file)).isEqualTo(Main.OK);
        assertThat(text(out)).isEqualTo(file + ": 2 modules, no mistakes\n");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void checkWithoutAFileChecksTheEmbeddedConfiguration() {
        assertThat(run("--config.check")).isEqualTo(Main.OK);
        assertThat(text(out)).isEqualTo("embedded configuration: 4 modules, no mistakes\n");
    }

    @Test
    void checkOfABadFileTellsEveryMistakeOnALineWithCode1() throws IOException {
        Path file = file("modules:\n  a: {timeout: 5}\n  b: {tmeout: 5s}\n");
        assertThat(run("--config.check", "--config.file", file.toString())).isEqualTo(Main.FAILED);
        assertThat(text(err).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith(file + ":"))
                .anyMatch(line -> line.contains("modules.a.timeout"))
                .anyMatch(line -> line.contains("modules.b.tmeout"));
        assertThat(text(out)).isEmpty();
    }

    @Test
    void checkCoversTheFilesOfWatchedTargets() throws IOException {
        Path targets = Files.writeString(directory.resolve("watched.yml"), "- targets: [ws://a.example, nonsense]\n");
        Path file = file("modules: {websocket: {}}\nwatch: [{name: feed, target_files: [watched.yml]}]\n");
        assertThat(run("--config.check", "--config.file=" + file)).isEqualTo(Main.FAILED);
        assertThat(text(err))
                .isEqualTo(targets + ":1:29: [0].targets[1]: has no scheme (expected: a ws:// or wss:// URL such as"
                        + " wss://example.com/chat)\n");
        Files.writeString(targets, "- targets: [ws://a.example]\n");
        assertThat(run("--config.check", "--config.file=" + file)).isEqualTo(Main.OK);
    }

    @Test
    void badConfigurationNeverStartsTheExporter() {
        Path missing = directory.resolve("missing.yml");
        assertThat(run("--config.file=" + missing)).isEqualTo(Main.FAILED);
        assertThat(text(err)).startsWith(missing.toString()).hasLineCount(1);
        assertThat(text(out)).isEmpty();
    }

    private int run(String... arguments) {
        return new Main(stream(out), stream(err), () -> {
                    throw new AssertionError("nothing was to be started");
                })
                .run(arguments);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("config.yml"), yaml);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
