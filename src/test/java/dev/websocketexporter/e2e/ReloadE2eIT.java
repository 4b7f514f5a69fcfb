package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a process: what makes it load its configuration anew. */
@Tag("e2e")
@Timeout(90)
class ReloadE2eIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void sighupReloads() throws Exception {
        write("one");
        try (Exporter exporter = Exporter.start(directory, "--config.file=" + file())) {
            write("two");
            hangUp(exporter);
            awaitModule(exporter, "two");

            Files.writeString(file(), "modules: {three: {timeout: 5}}\n");
            hangUp(exporter);
            Conditions.await(
                    PATIENCE,
                    () -> exporter.process().output().contains("configuration refused"),
                    exporter.process()::output);
            assertThat(exporter.process().output()).contains("config.yml:1:28: modules.three.timeout");
            assertThat(exporter.get("/config").body()).contains("two:");
            assertThat(exporter.get("/metrics").body())
                    .contains("websocket_exporter_config_last_reload_successful 0.0");
        }
    }

    @Test
    void changedContentIsLoadedByItself() throws Exception {
        write("one");
        try (Exporter exporter = Exporter.start(
                directory,
                "--config.file=" + file(),
                "--config.enable-auto-reload",
                "--config.auto-reload-interval=1s")) {
            write("two");
            awaitModule(exporter, "two");
        }
    }

    private static void hangUp(Exporter exporter) throws Exception {
        new ProcessBuilder("kill", "-HUP", String.valueOf(exporter.process().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private static void awaitModule(Exporter exporter, String module) {
        Conditions.await(
                PATIENCE, () -> configuration(exporter).contains("  " + module + ":"), exporter.process()::output);
    }

    private static String configuration(Exporter exporter) {
        try {
            return exporter.get("/config").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return directory.resolve("config.yml");
    }

    private void write(String module) throws IOException {
        Path next = Files.writeString(directory.resolve("next.yml"), "modules: {" + module + ": {}}\n");
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    }
}
