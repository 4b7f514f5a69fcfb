package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What OpenSSL and the jar agree on, by the curves and the cipher suites of a web configuration. */
@Tag("e2e")
@Timeout(120)
class WebCurvesE2eIT {
    private static final String WEB = """
            tls_server_config:
              cert_file: server.pem
              key_file: server.key
              curve_preferences: [CurveP384, CurveP256]
              cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
            """;

    /** A client of TLS 1.2 that prefers the other cipher suite. */
    private static final String CLIENT = "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384";

    private static final Duration CHANGED_WITHIN = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private int port;

    @Test
    void curvesAreThoseOfTheFileAndItsOrderOfCipherSuitesCountsUnlessItSaysOtherwise() throws IOException {
        TestIdentity identity = CertificateRecipe.leaf("localhost").selfSigned();
        write("server.pem", identity.chainPem());
        write("server.key", identity.keyPem());
        write("web.yml", WEB);
        port = Http.freePort();
        try (ManagedProcess exporter = exporter()) {
            exporter.awaitReady(() -> agreed("-groups P-384").contains("TLS_AES_"));
            assertThat(agreed("-groups X25519")).doesNotContain("TLS_AES_");
            assertThat(agreed(CLIENT)).contains("ECDHE-ECDSA-AES256-GCM-SHA384");

            write("web.yml", WEB + "  prefer_server_cipher_suites: false\n");
            Conditions.await(
                    CHANGED_WITHIN,
                    () -> agreed(CLIENT).contains("ECDHE-ECDSA-AES128-GCM-SHA256"),
                    () -> "agreed: " + agreed(CLIENT));
        }
    }

    /** What OpenSSL says of a handshake with these options. */
    private String agreed(String options) {
        String openssl = Tools.require("openssl") + " s_client -connect 127.0.0.1:" + port + " " + options;
        List<String> command = List.of("sh", "-c", openssl + " </dev/null 2>/dev/null | grep 'Cipher is'");
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            process.awaitExit();
            return process.output();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ManagedProcess exporter() throws IOException {
        return ManagedProcess.start(
                directory,
                List.of(
                        Tools.java().toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-jar",
                        Exporter.JAR.toString(),
                        "--web.config.file=web.yml",
                        "--web.listen-address=127.0.0.1:" + port));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
