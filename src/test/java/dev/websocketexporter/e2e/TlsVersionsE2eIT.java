package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code openssl s_server} of one version of TLS each, with both engines. */
@Tag("e2e")
@Timeout(120)
class TlsVersionsE2eIT {
    private static final String MODULES = """
            modules:
              usual:
                websocket:
                  valid_status_codes: [401]
                  http_config: {tls_config: {ca_file: root.pem}}
              old:
                websocket:
                  valid_status_codes: [401]
                  http_config: {tls_config: {ca_file: root.pem, min_version: TLS10}}
            """;
    /** The Java runtime disables TLS 1.0 and 1.1 unless told otherwise. */
    private static final String SECURITY = "jdk.tls.disabledAlgorithms=SSLv3, RC4, DES, MD5withRSA\n";

    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> RUNNING = new ArrayList<>();
    private static final List<Exporter> EXPORTERS = new ArrayList<>();
    private static final Map<String, Openssl.Server> SERVERS = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        Openssl openssl = new Openssl(directory);
        for (KeyKind kind : List.of(KeyKind.EC_P256, KeyKind.RSA_2048)) {
            TestIdentity server = CertificateRecipe.leaf("localhost").key(kind).signedBy(root);
            SERVERS.put("TLS 1.0 " + kind, serve(openssl, server, "-tls1"));
            SERVERS.put("TLS 1.1 " + kind, serve(openssl, server, "-tls1_1"));
            SERVERS.put("TLS 1.2 " + kind, serve(openssl, server, "-tls1_2"));
            SERVERS.put("TLS 1.3 " + kind, serve(openssl, server, "-tls1_3"));
        }
        Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        Path configuration = Files.writeString(directory.resolve("config.yml"), MODULES);
        Path security = Files.writeString(directory.resolve("java.security"), SECURITY);
        for (TlsEngineFlag engine : TlsEngineFlag.values()) {
            List<String> java = new ArrayList<>(engine.java());
            java.add("-Djava.security.properties=" + security);
            EXPORTERS.add(kept(Exporter.start(directory, java, "--config.file=" + configuration)));
        }
    }

    private static Openssl.Server serve(Openssl openssl, TestIdentity server, String version) throws IOException {
        return kept(openssl.serve(server, version, "-cipher", "DEFAULT@SECLEVEL=0"));
    }

    private static <T extends AutoCloseable> T kept(T running) {
        RUNNING.add(0, running);
        return running;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable running : RUNNING) {
            running.close();
        }
    }

    static Stream<String> servers() {
        return SERVERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void eachVersionIsTold(String server) throws IOException {
        for (Exporter exporter : EXPORTERS) {
            Samples samples = probe(exporter, "old", server);

            assertThat(samples.failure()).as("%s", samples).isEmpty();
            assertThat(server).startsWith(samples.only("probe_tls_version_info").label("version") + " ");
            assertThat(samples.labelled("probe_ssl_check_passed", "check", "protocol"))
                    .isEqualTo(isOld(server) ? 0 : 1);
            assertThat(samples.value("probe_ssl_verified")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void anOldServerIsRefusedUnlessTheModuleSaysOtherwise(String server) throws IOException {
        for (Exporter exporter : EXPORTERS) {
            Samples samples = probe(exporter, "usual", server);

            assertThat(samples.failure()).as("%s", samples).isEqualTo(isOld(server) ? "tls/protocol_version" : "");
        }
    }

    private static boolean isOld(String server) {
        return server.startsWith("TLS 1.0") || server.startsWith("TLS 1.1");
    }

    private static Samples probe(Exporter exporter, String module, String server) throws IOException {
        String url = SERVERS.get(server).url();
        return Samples.of(exporter.get("/probe?module=" + module + "&target=" + Http.encode(url))
                .body());
    }
}
