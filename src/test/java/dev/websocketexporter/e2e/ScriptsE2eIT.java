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
                .startsWith("@" + app + "/jvm.options")
                .endsWith("-jar", app + "/websocket-exporter.jar", "--version");
    }

    @Test
    void whatJavaWarnsOfIsNoPartOfTheResult() throws IOException {
        Path app = app();
        Path cache = Files.createFile(app.resolve("websocket-exporter.aot"));

        assertThat(lines(List.of(
                        "/usr/bin/env", "-i", app.resolve("websocket-exporter").toString(), "convert", "-")))
                .containsExactly(
                        "@" + app + "/jvm.options",
                        "-Xlog:disable",
                        "-Xlog:all=warning:stderr",
                        "-XX:AOTCache=" + cache,
                        "-jar",
                        app + "/websocket-exporter.jar",
                        "convert",
                        "-");
    }

    @Test
    void logThatSomebodyHasJavaWriteIsKept() throws IOException {
        Path app = app();

        assertThat(lines(List.of(
                        "/usr/bin/env",
                        "-i",
                        "JDK_JAVA_OPTIONS=-Xlog:gc",
                        app.resolve("websocket-exporter").toString(),
                        "--version")))
                .doesNotContain("-Xlog:disable");
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
        program(Files.createDirectory(directory.resolve("bin")).resolve("keytool"), """
                case "$*" in
                  *expired.p12*) sleep 1; touch '%s'; exit 1 ;;
                  *) echo 'keytool error: of the test'; exit 1 ;;
                esac
                """.formatted(ended));

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
        assertThat(lines(List.of(
                        "/usr/bin/env",
                        "PATH=/nowhere",
                        ROOT.resolve("examples/demo/fault").toString(),
                        "drop")))
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

    /** It would be one of a release whose source nobody knows. */
    @Test
    void statementOfAJarThatDoesNotSayItsCommitIsNotWritten() throws IOException {
        List.of("jq", "bash").forEach(Tools::require);
        Path release = Files.createDirectories(directory.resolve("clone/release"));
        for (String script : List.of("make-statement", "settings.sh", "java25", "commit")) {
            Files.copy(ROOT.resolve("release").resolve(script), release.resolve(script));
        }
        Files.copy(ROOT.resolve("pom.xml"), directory.resolve("clone/pom.xml"));
        Files.writeString(
                Files.createDirectory(directory.resolve("clone/target")).resolve("bom.json"), "{\"components\": []}");
        Path runtime = Files.createDirectories(directory.resolve("parts/amd64/app/runtime/lib"));
        Files.createFile(runtime.resolve("modules"));
        Files.createFile(runtime.resolveSibling("release"));
        Files.createFile(directory.resolve("parts/amd64/app/websocket-exporter.aot"));
        Files.createFile(Files.createDirectories(directory.resolve("parts/amd64/debian/packages"))
                .resolve("libc6.deb"));
        Path out = Files.createDirectory(directory.resolve("out"));
        Files.createFile(out.resolve("websocket-exporter.jar"));
        program(Files.createDirectories(directory.resolve("java/bin")).resolve("java"), "exit 1");

        assertThat(statement(release, out)).isNotZero();
        assertThat(out).isDirectoryNotContaining("glob:**SHA256SUMS");
        program(directory.resolve("java/bin/java"), "echo 'revision 0123456789012345678901234567890123456789,'");
        assertThat(statement(release, out)).isZero();
        assertThat(out).isDirectoryContaining("glob:**SHA256SUMS");
    }

    private int statement(Path release, Path out) throws IOException {
        try (ManagedProcess statement = ManagedProcess.start(
                directory,
                List.of(
                        "/usr/bin/env",
                        "JAVA25_HOME=" + directory.resolve("java"),
                        "RELEASE_OUT=" + out,
                        "RELEASE_PARTS=" + directory.resolve("parts"),
                        release.resolve("make-statement").toString(),
                        "now"))) {
            return statement.awaitExit();
        }
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
