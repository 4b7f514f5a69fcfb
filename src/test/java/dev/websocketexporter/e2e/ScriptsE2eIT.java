package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that users run, where something is missing or ends early; stand-ins are there for the programs that they call. */
@Tag("e2e")
@Timeout(60)
class ScriptsE2eIT {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Path COMMAND = ROOT.resolve("image/websocket-exporter");

    /** A stand-in for Java, which says what it is given. */
    private static final String SAYS_ITS_ARGUMENTS = "for word; do echo \"$word\"; done";

    @TempDir
    private Path directory;

    @Test
    void commandIsFoundThroughALinkWithoutAnyEnvironment() throws IOException {
        Path app = app();
        Path link = Files.createSymbolicLink(directory.resolve("link"), app.resolve("websocket-exporter"));

        assertThat(lines(List.of("/usr/bin/env", "-i", link.toString(), "--version")))
                .containsExactly("@" + app + "/jvm.options", "-jar", app + "/websocket-exporter.jar", "--version");
    }

    @Test
    void whatJavaSaysOfItsCacheIsNoPartOfTheResult() throws IOException {
        Path app = app();
        Path cache = Files.createFile(app.resolve("websocket-exporter.aot"));

        assertThat(lines(List.of("/usr/bin/env", "-i", app.resolve("websocket-exporter").toString(), "convert", "-")))
                .containsExactly(
                        "@" + app + "/jvm.options",
                        "-XX:AOTCache=" + cache,
                        "-Xlog:aot*=off:stdout",
                        "-Xlog:aot*=warning:stderr",
                        "-jar",
                        app + "/websocket-exporter.jar",
                        "convert",
                        "-");
    }

    private Path app() throws IOException {
        Path app = Files.createDirectories(directory.resolve("a directory"));
        program(Files.createDirectories(app.resolve("runtime/bin")).resolve("java"), SAYS_ITS_ARGUMENTS);
        Files.createFile(app.resolve("websocket-exporter.jar"));
        Files.copy(COMMAND, app.resolve("websocket-exporter"));
        return app;
    }

    /** The one that fails comes last, and the other one would go on in a directory that is there no more. */
    @Test
    void certificatesEndWhenAllThatTheyStartedHasEnded() throws IOException {
        Path ended = directory.resolve("ended");
        program(
                Files.createDirectory(directory.resolve("bin")).resolve("keytool"),
                """
                case "$*" in
                  *expired.p12*) sleep 1; touch '%s'; exit 1 ;;
                  *) echo 'keytool error: of the test'; exit 1 ;;
                esac
                """
                        .formatted(ended));

        try (ManagedProcess certificates = ManagedProcess.start(
                directory,
                List.of(
                        "/usr/bin/env",
                        "PATH=" + directory.resolve("bin") + ":/usr/bin:/bin",
                        ROOT.resolve("examples/demo-server/certificates").toString(),
                        directory.resolve("certificates").toString()))) {
            assertThat(certificates.awaitExit()).isEqualTo(1);
            assertThat(certificates.output()).contains("keytool error: of the test\n");
            assertThat(ended).exists();
        }
    }

    @Test
    void faultWithoutCurlIsOneLine() throws IOException {
        assertThat(lines(List.of("/usr/bin/env", "PATH=/nowhere", ROOT.resolve("examples/demo/fault").toString(), "drop")))
                .containsExactly("fault: no curl on PATH (expected: apt-get install curl)");
    }

    @Test
    void demoWithAHomeOfJavaThatHasNoneIsOneLine() throws IOException {
        Path jar = Files.createFile(directory.resolve("websocket-exporter.jar"));

        assertThat(lines(List.of(
                        "/usr/bin/env",
                        "JAVA_HOME=/nowhere",
                        "WEBSOCKET_EXPORTER_JAR=" + jar,
                        ROOT.resolve("examples/demo/run").toString())))
                .containsExactly("demo: no /nowhere/bin/java (expected: Java 17 or newer, on PATH or in JAVA_HOME)");
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> lines(List<String> command) throws IOException {
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            process.awaitExit();
            return process.output().lines().toList();
        }
    }
}
