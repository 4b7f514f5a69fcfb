package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/systemd/websocket_exporter.service}: systemd's own judgement of it, and its commands without systemd. */
@Tag("e2e")
@Timeout(90)
class SystemdUnitE2eIT {
    private static final Path UNIT = Path.of("examples", "systemd", "websocket_exporter.service");
    private static final Duration RELOADED_WITHIN = Duration.ofSeconds(20);
    /** Of `systemd-analyze security`, in tenths: 100 is no hardening at all, up to 20 it calls OK. */
    private static final int EXPOSURE_AT_MOST = 15;

    private static final String JAR = "/usr/local/lib/websocket_exporter/websocket-exporter.jar";
    private static final String CONFIGURATION = "/etc/websocket_exporter/config.yml";

    @TempDir
    private Path directory;

    @Test
    void systemdUnderstandsEveryLine() throws IOException {
        Path here = Files.writeString(directory.resolve(UNIT.getFileName()), unitWithThisJava());

        Exporter.Ended verified = analyze("verify", here.toString());

        assertThat(verified.output()).isBlank();
        assertThat(verified.status()).isZero();
    }

    @Test
    void whatSystemdDoesNotUnderstandIsFound() throws IOException {
        Path here = Files.writeString(
                directory.resolve(UNIT.getFileName()),
                unitWithThisJava().replace("ProtectHome=yes", "ProtectHome=perhaps"));

        assertThat(analyze("verify", here.toString()).output()).contains("protect home value", "perhaps");
    }

    @Test
    void littleIsLeftThatTheServiceMayDo() throws IOException {
        String unit = UNIT.toAbsolutePath().toString();

        Exporter.Ended judged = analyze("security", "--offline=true", "--threshold=" + EXPOSURE_AT_MOST, unit);
        assertThat(judged.status()).as(judged.output()).isZero();
    }

    @Test
    void itsCommandsStartReloadAndEndTheExporter() throws IOException {
        int port = Http.freePort();
        String ready = "http://127.0.0.1:" + port + "/-/ready";
        Path configuration = Files.writeString(directory.resolve("config.yml"), "modules: {before: {}}\n");
        List<String> command = new ArrayList<>(Arrays.asList(setting("ExecStart")
                .replace("/usr/bin/java", Tools.java().toString())
                .replace(JAR, Exporter.JAR.toString())
                .replace(CONFIGURATION, configuration.toString())
                .split(" ")));
        command.add("--web.listen-address=127.0.0.1:" + port);
        try (ManagedProcess exporter = ManagedProcess.start(directory, command)) {
            exporter.awaitReady(() -> Http.answers(ready));

            Files.writeString(configuration, "modules: {after: {}}\n");
            String reload = setting("ExecReload").replace("$MAINPID", Long.toString(exporter.pid()));
            assertThat(run(Arrays.asList(reload.split(" "))).status()).isZero();
            Conditions.await(RELOADED_WITHIN, () -> knows("after", port), exporter::output);

            exporter.terminate();
            assertThat(exporter.awaitExit()).isZero();
        }
    }

    @Test
    void theFilesAreWhereTheHeadOfTheUnitPutsThem() throws IOException {
        assertThat(Files.readString(UNIT))
                .contains("install -D -m 644 target/" + Exporter.JAR.getFileName() + " " + JAR + "\n")
                .contains("install -D -m 644 config.yml " + CONFIGURATION + "\n");
        assertThat(setting("ExecStart")).contains(" -jar " + JAR + " ").endsWith(" --config.file=" + CONFIGURATION);
    }

    private static boolean knows(String module, int port) {
        try {
            return Http.get("http://127.0.0.1:" + port + "/config").body().contains(module + ":");
        } catch (IOException e) {
            throw new AssertionError("the exporter does not answer", e);
        }
    }

    /** The program must exist for systemd, and need not be where the unit has it. */
    private static String unitWithThisJava() throws IOException {
        return Files.readString(UNIT).replace("/usr/bin/java", Tools.java().toString());
    }

    private static String setting(String name) throws IOException {
        return Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private Exporter.Ended analyze(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Tools.require("systemd-analyze").toString()));
        command.addAll(List.of(arguments));
        command.add("--no-pager");
        return run(command);
    }

    private Exporter.Ended run(List<String> command) throws IOException {
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }
}
