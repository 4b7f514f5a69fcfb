package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.e2e.Openssl.Status;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Staples of nginx and of Jetty, made by {@code openssl ocsp}, on both TLS engines. */
@Tag("e2e")
@Timeout(120)
class StaplesE2eIT {
    private static final String MODULES = """
            modules:
              strict: {websocket: {http_config: {tls_config: {ca_file: root.pem}}}}
              lenient: {websocket: {http_config: {tls_config: {ca_file: root.pem, insecure_skip_verify: true}}}}
            """;

    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> RUNNING = new ArrayList<>();
    private static final List<Exporter> EXPORTERS = new ArrayList<>();
    private static final Map<String, String> URLS = new LinkedHashMap<>();
    private static Openssl openssl;

    /**
     * A certificate and what is said of it.
     *
     * @param name ends with the status
     */
    private record Subject(String name, TestIdentity identity, TestIdentity issuer, Status status) {}

    @BeforeAll
    static void start() throws Exception {
        openssl = new Openssl(directory);
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        List<Subject> subjects = new ArrayList<>();
        for (KeyKind kind : List.of(KeyKind.EC_P256, KeyKind.RSA_2048)) {
            subjects.addAll(subjects(root, kind));
        }
        startNginx(subjects);
        StaplingJetty jetty = kept(StaplingJetty.start(
                directory, subjects.stream().map(Subject::identity).toList()));
        for (int i = 0; i < subjects.size(); i++) {
            URLS.put("Jetty, " + subjects.get(i).name(), "wss://localhost:" + jetty.port(i) + "/echo");
        }
        Path configuration = Files.writeString(directory.resolve("config.yml"), MODULES);
        for (TlsEngineFlag engine : TlsEngineFlag.values()) {
            EXPORTERS.add(kept(engine.start(directory, "--config.file=" + configuration)));
        }
    }

    private static List<Subject> subjects(TestIdentity root, KeyKind kind) throws IOException {
        TestIdentity issuer =
                CertificateRecipe.ca("Issuing CA " + kind).key(kind).signedBy(root);
        int responder = Http.freePort();
        Map<TestIdentity, Status> statuses = new LinkedHashMap<>();
        List<Subject> subjects = new ArrayList<>();
        for (Status status : Status.values()) {
            TestIdentity leaf = CertificateRecipe.leaf("localhost")
                    .key(kind)
                    .serial(BigInteger.valueOf(0x2001 + status.ordinal()))
                    .plain(Extension.authorityInfoAccess, responderAt(responder))
                    .signedBy(issuer);
            statuses.put(leaf, status);
            subjects.add(new Subject(kind + ", " + status.name().toLowerCase(Locale.ROOT), leaf, issuer, status));
        }
        kept(openssl.ocspResponder(responder, issuer, statuses));
        return subjects;
    }

    private static AuthorityInformationAccess responderAt(int port) {
        return new AuthorityInformationAccess(
                AccessDescription.id_ad_ocsp,
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://127.0.0.1:" + port + "/"));
    }

    private static void startNginx(List<Subject> subjects) throws IOException {
        NodeEcho node = kept(NodeEcho.start(Files.createDirectory(directory.resolve("node"))));
        List<Nginx.Server> servers = new ArrayList<>();
        for (Subject subject : subjects) {
            Path response = openssl.ocspResponse(subject.identity(), subject.issuer(), subject.status());
            servers.add(Nginx.Server.of(subject.identity(), "ssl_stapling on;", "ssl_stapling_file " + response + ";"));
        }
        Nginx nginx = kept(Nginx.inFrontOf(node.port(), servers, Files.createDirectory(directory.resolve("nginx"))));
        for (int i = 0; i < subjects.size(); i++) {
            URLS.put("nginx, " + subjects.get(i).name(), "wss://localhost:" + nginx.port(i) + "/upgraded");
        }
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
        return URLS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theStapleIsTheOneThatOpensslSees(String server) throws IOException {
        OpensslSession seen = openssl.connect(Integer.parseInt(URLS.get(server).replaceAll(".*:(\\d+)/.*", "$1")));
        assertThat(seen.ocspStatus()).as(server).isNotNull();
        assertThat(server).endsWith(seen.ocspStatus());
        boolean good = seen.ocspStatus().equals("good");
        for (Exporter exporter : EXPORTERS) {
            Samples samples = probe(exporter, "strict", server);

            assertThat(samples.failure()).as("%s", samples).isEqualTo(good ? "" : "tls/certificate_revoked");
            assertStaple(samples, seen);
            assertThat(samples.only("probe_ssl_last_chain_info").label("fingerprint_sha256"))
                    .isEqualTo(seen.presented().get(0).fingerprint());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void withInsecureSkipVerifyTheRevocationIsOnlyTold(String server) throws IOException {
        boolean good = server.endsWith("good");
        for (Exporter exporter : EXPORTERS) {
            Samples samples = probe(exporter, "lenient", server);

            assertThat(samples.failure()).as("%s", samples).isEmpty();
            assertThat(samples.labelled("probe_ssl_check_passed", "check", "revocation"))
                    .isEqualTo(good ? 1 : 0);
        }
    }

    private static void assertStaple(Samples samples, OpensslSession seen) {
        assertThat(samples.value("probe_ssl_ocsp_stapled")).isEqualTo(1);
        assertThat(samples.only("probe_ssl_ocsp_status").label("status")).isEqualTo(seen.ocspStatus());
        assertThat(samples.labelled("probe_ssl_check_passed", "check", "revocation"))
                .isEqualTo(seen.ocspStatus().equals("good") ? 1 : 0);
        assertThat(seen.ocspNextUpdate()).isNotNull();
        assertThat(samples.value("probe_ssl_ocsp_next_update_timestamp_seconds"))
                .isEqualTo(seen.ocspNextUpdate().getEpochSecond());
    }

    private static Samples probe(Exporter exporter, String module, String server) throws IOException {
        return Samples.of(exporter.get("/probe?module=" + module + "&target=" + Http.encode(URLS.get(server)))
                .body());
    }
}
