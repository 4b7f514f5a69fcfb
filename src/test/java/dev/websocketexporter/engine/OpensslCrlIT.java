package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Lists that {@code openssl ca} writes, and what {@code openssl verify} says of the same certificate. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class OpensslCrlIT {
    @TempDir
    private Path directory;

    @Test
    void listOfOpensslIsUnderstoodAsOpensslDoes() throws Exception {
        try (CrlWorld world = new CrlWorld(directory)) {
            Files.writeString(file("root.pem"), world.authority().certificatePem());
            Files.writeString(file("root.key"), world.authority().keyPem());
            Files.writeString(file("leaf.pem"), world.server().certificatePem());
            Files.writeString(file("index.txt"), "");
            Files.writeString(
                    file("ca.cnf"),
                    "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=7\n");

            list("good.crl", 7);
            String good = openssl("verify", "-CAfile", "root.pem", "-CRLfile", "good.crl", "-crl_check", "leaf.pem");
            openssl("ca", "-config", "ca.cnf", "-keyfile", "root.key", "-cert", "root.pem", "-revoke", "leaf.pem");
            list("revoked.crl", 30);
            openssl("crl", "-in", "revoked.crl", "-outform", "DER", "-out", "revoked.der");
            String revoked =
                    openssl("verify", "-CAfile", "root.pem", "-CRLfile", "revoked.crl", "-crl_check", "leaf.pem");

            assertThat(good).contains("leaf.pem: OK");
            assertThat(crl(world.having(Files.readAllBytes(file("good.crl")))).passed())
                    .isTrue();
            assertThat(revoked).contains("certificate revoked");
            // After the next update of the first.
            world.later(Duration.ofDays(8));
            assertThat(crl(world.having(Files.readAllBytes(file("revoked.der"))))
                            .flaw())
                    .isNull();
            assertThat(String.valueOf(world.probe().failure())).startsWith("tls/certificate_revoked: ");
        }
    }

    private void list(String name, int days) throws Exception {
        openssl(
                "ca",
                "-config",
                "ca.cnf",
                "-keyfile",
                "root.key",
                "-cert",
                "root.pem",
                "-gencrl",
                "-crldays",
                String.valueOf(days),
                "-out",
                name);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static TlsReport.CrlReport crl(CrlWorld world) throws IOException {
        return Objects.requireNonNull(
                Objects.requireNonNull(world.probe().tls()).crl());
    }

    private String openssl(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Programs.require("openssl").toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
