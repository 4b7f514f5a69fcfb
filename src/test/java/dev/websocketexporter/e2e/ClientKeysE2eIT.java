package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys as {@code openssl} writes them: encrypted ones are reported in one line, others are used, and read again when they change. */
@Tag("e2e")
@Timeout(120)
class ClientKeysE2eIT {
    private static final String MODULE = """
              %1$s:
                websocket:
                  valid_status_codes: [401]
                  http_config:
                    tls_config: {ca_file: root.pem, cert_file: %1$s.pem, key_file: %1$s.key}
            """;
    private static final TestIdentity ROOT = CertificateRecipe.ca("Root").selfSigned();
    private static final TestIdentity EC = client(KeyKind.EC_P256);
    private static final TestIdentity RSA = client(KeyKind.RSA_2048);

    @TempDir
    private Path directory;

    private Openssl openssl;

    private static TestIdentity client(KeyKind kind) {
        return CertificateRecipe.leaf("client")
                .without(Extension.extendedKeyUsage)
                .key(kind)
                .signedBy(ROOT);
    }

    @BeforeEach
    void prepare() throws IOException {
        openssl = new Openssl(directory);
        Files.writeString(directory.resolve("root.pem"), ROOT.certificatePem());
        Files.writeString(directory.resolve("ec-plain.key"), EC.keyPem());
        Files.writeString(directory.resolve("rsa-plain.key"), RSA.keyPem());
    }

    private String path(String file) {
        return directory.resolve(file).toString();
    }

    private Path configuration(String... modules) throws IOException {
        StringBuilder yaml = new StringBuilder("modules:\n");
        for (String module : modules) {
            yaml.append(MODULE.formatted(module));
        }
        return Files.writeString(directory.resolve("config.yml"), yaml);
    }

    /** PKCS#8, PKCS#1 and SEC1. */
    private void writeEncrypted() throws IOException {
        for (String module : List.of("pkcs8", "sec1")) {
            Files.writeString(directory.resolve(module + ".pem"), EC.certificatePem());
        }
        Files.writeString(directory.resolve("pkcs1.pem"), RSA.certificatePem());
        List<String> password = List.of("-passout", "pass:secret");
        openssl.run("pkcs8 -topk8 -v2 aes256 -in ec-plain.key -out pkcs8.key", password);
        openssl.run("rsa -aes256 -traditional -in rsa-plain.key -out pkcs1.key", password);
        openssl.run("ec -aes256 -in ec-plain.key -out sec1.key", password);
        assertThat(directory.resolve("pkcs1.key")).content().contains("Proc-Type: 4,ENCRYPTED");
        assertThat(directory.resolve("sec1.key")).content().contains("Proc-Type: 4,ENCRYPTED");
    }

    @Test
    void anEncryptedKeyIsOneLineAtTheCheckAndAtTheStart() throws IOException {
        writeEncrypted();
        String file = "--config.file=" + configuration("pkcs8", "pkcs1", "sec1");

        Exporter.Ended check = Exporter.run(directory, file, "--config.check");
        Exporter.Ended start = Exporter.run(directory, file);

        for (Exporter.Ended ended : List.of(check, start)) {
            assertThat(ended.status()).as(ended.output()).isEqualTo(1);
            for (String module : List.of("pkcs8", "pkcs1", "sec1")) {
                assertThat(ended.output().lines().filter(line -> line.contains(path(module + ".key"))))
                        .as(ended.output())
                        .singleElement()
                        .asString()
                        .contains("modules." + module + ".websocket.http_config.tls_config.key_file: ")
                        .contains(path(module + ".key") + ": holds an encrypted key (expected: ");
            }
        }
    }

    @Test
    void eachFormThatOpensslWritesIsTakenAndARotationHoldsAtTheNextProbe() throws IOException {
        writeEncrypted();
        openssl.run("rsa -traditional -in rsa-plain.key -out rsa-pkcs1.key", List.of());
        openssl.run("ec -in ec-plain.key -out ec-sec1.key", List.of());
        rotate("client.pem", EC.certificatePem());
        rotate("client.key", EC.keyPem());
        try (Openssl.Server server = openssl.serve(
                        CertificateRecipe.leaf("localhost").signedBy(ROOT),
                        "-Verify",
                        "1",
                        "-verify_return_error",
                        "-CAfile",
                        path("root.pem"));
                Exporter exporter = Exporter.start(directory, "--config.file=" + configuration("client"))) {
            assertThat(probe(exporter, server)).contains("\nprobe_success 1.0\n");

            rotate("client.key", Files.readString(directory.resolve("ec-sec1.key")));
            assertThat(probe(exporter, server)).contains("\nprobe_success 1.0\n");

            rotate("client.pem", RSA.certificatePem());
            assertThat(probe(exporter, server)).contains(finding("the key does not belong to the certificate"));

            rotate("client.key", Files.readString(directory.resolve("rsa-pkcs1.key")));
            assertThat(probe(exporter, server)).contains("\nprobe_success 1.0\n");

            rotate("client.key", Files.readString(directory.resolve("pkcs1.key")));
            assertThat(probe(exporter, server)).contains(finding("the key is encrypted (expected: an unencrypted key"));

            rotate("client.key", Files.readString(directory.resolve("pkcs8.key")));
            assertThat(probe(exporter, server)).contains(finding("the key is encrypted (expected: an unencrypted key"));

            rotate("client.key", Files.readString(directory.resolve("rsa-plain.key")));
            assertThat(probe(exporter, server)).contains("\nprobe_success 1.0\n");
        }
    }

    private void rotate(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }

    private String finding(String what) {
        return "authentication_setup: client certificate in " + path("client.pem") + " with the key in "
                + path("client.key") + ": " + what;
    }

    /** With what is reported of it. */
    private static String probe(Exporter exporter, Openssl.Server server) throws IOException {
        return exporter.get("/probe?debug=true&module=client&target=" + Http.encode(server.url()))
                .body();
    }
}
