package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.JettyServer;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the metrics say of nginx and of Jetty is what {@code openssl} says of them, on both TLS engines. */
@Tag("e2e")
@Timeout(120)
class TlsServersE2eIT {
    private static final Instant ROOT_UNTIL = Instant.parse("2045-01-02T03:04:05Z");
    private static final String TLS13 = "ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites %s;";
    private static final String TLS12 = "ssl_protocols TLSv1.2; ssl_ciphers %s;";

    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> RUNNING = new ArrayList<>();
    private static final List<Exporter> EXPORTERS = new ArrayList<>();
    private static final Map<String, String> URLS = new LinkedHashMap<>();
    private static Openssl openssl;

    @BeforeAll
    static void start() throws Exception {
        openssl = new Openssl(directory);
        TestIdentity root = CertificateRecipe.ca("Root").validUntil(ROOT_UNTIL).selfSigned();
        Map<String, TestIdentity> identities =
                Map.of("ECDSA", chain(root, KeyKind.EC_P256, 0x0abc), "RSA", chain(root, KeyKind.RSA_2048, 0x80f0));
        startNginx(identities);
        startJetty(identities);
        Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        Path configuration = Files.writeString(
                directory.resolve("config.yml"),
                "modules: {websocket: {websocket: {http_config: {tls_config: {ca_file: root.pem}}}}}\n");
        for (TlsEngineFlag engine : TlsEngineFlag.values()) {
            EXPORTERS.add(kept(engine.start(directory, "--config.file=" + configuration)));
        }
    }

    /** Everything that is printed differs from certificate to certificate. */
    private static TestIdentity chain(TestIdentity root, KeyKind kind, long serial) {
        TestIdentity issuing = CertificateRecipe.ca("Issuing CA")
                .subject(new X500Name("C=DE, ST=Bayern, O=Stelle \\\"Eins\\\", CN=Issuing " + kind))
                .key(kind)
                .validFrom(Instant.parse("2021-02-03T04:05:06Z"))
                .validUntil(Instant.parse("2046-07-08T09:10:11Z"))
                .signedBy(root);
        return CertificateRecipe.leaf("localhost")
                .subject(new X500Name("C=DE, L=M\u00fcnchen, O=Firma\\, Inc., OU=Netz\\+Werk, CN=localhost"))
                .names("localhost", "*.b.example", "127.0.0.1", "::1", "c.example")
                .serial(BigInteger.valueOf(serial))
                .key(kind)
                .validFrom(Instant.parse("2022-03-04T05:06:07Z"))
                .validUntil(Instant.parse("2047-08-09T10:11:12Z"))
                .signedBy(issuing);
    }

    private static void startNginx(Map<String, TestIdentity> identities) throws IOException {
        NodeEcho node = kept(NodeEcho.start(Files.createDirectory(directory.resolve("node"))));
        Map<String, Nginx.Server> servers = new LinkedHashMap<>();
        identities.forEach((kind, identity) -> {
            servers.put(
                    "nginx, TLS 1.3, " + kind,
                    Nginx.Server.of(identity, TLS13.formatted("TLS_CHACHA20_POLY1305_SHA256")));
            servers.put(
                    "nginx, TLS 1.2, " + kind,
                    Nginx.Server.of(identity, TLS12.formatted("ECDHE-" + kind + "-AES256-GCM-SHA384")));
        });
        Nginx nginx = kept(Nginx.inFrontOf(
                node.port(), List.copyOf(servers.values()), Files.createDirectory(directory.resolve("nginx"))));
        int place = 0;
        for (String name : servers.keySet()) {
            URLS.put(name, "wss://localhost:" + nginx.port(place++) + "/upgraded");
        }
    }

    private static void startJetty(Map<String, TestIdentity> identities) {
        identities.forEach((kind, identity) -> {
            ServerTls tls = ServerTls.of(identity.serverContext());
            jetty("Jetty, TLS 1.3, " + kind, tls.protocols("TLSv1.3").ciphers("TLS_AES_128_GCM_SHA256"));
            jetty(
                    "Jetty, TLS 1.2, " + kind,
                    tls.protocols("TLSv1.2").ciphers("TLS_ECDHE_" + kind + "_WITH_AES_128_GCM_SHA256"));
        });
    }

    private static void jetty(String name, ServerTls tls) {
        URLS.put(name, "wss://localhost:" + kept(new JettyServer(tls)).securePort() + "/echo");
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

    static Stream<Arguments> serversOnEachEngine() {
        return URLS.entrySet().stream().map(server -> Arguments.of(server.getKey(), server.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("serversOnEachEngine")
    void figuresAreThoseOfOpenssl(String server, String url) throws IOException {
        OpensslSession seen = openssl.connect(Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1")));
        assertThat(seen.presented()).hasSize(2);
        assertThat(server).contains(seen.version());
        for (Exporter exporter : EXPORTERS) {
            Samples samples = Samples.of(exporter.probe(url));

            assertThat(samples.failure()).as("%s", samples).isEmpty();
            assertThat(samples.value("probe_success")).isEqualTo(1);
            assertThat(samples.value("probe_ssl_verified")).isEqualTo(1);
            assertThat(samples.only("probe_tls_version_info").label("version")).isEqualTo(seen.version());
            assertThat(samples.only("probe_tls_cipher_info").label("cipher")).isEqualTo(seen.cipher());
            assertLeaf(
                    samples.only("probe_ssl_last_chain_info"), seen.presented().get(0));
            assertDates(samples, seen.presented());
            assertThat(samples.value("probe_ssl_ocsp_stapled")).isZero();
            assertThat(samples.value("probe_ssl_earliest_cert_expiry"))
                    .isEqualTo(earliest(seen.presented()).getEpochSecond());
            assertThat(samples.value("probe_ssl_last_chain_expiry_timestamp_seconds"))
                    .as("the root ends first")
                    .isEqualTo(ROOT_UNTIL.getEpochSecond());
        }
    }

    private static Instant earliest(List<OpensslCertificate> presented) {
        return presented.stream()
                .map(OpensslCertificate::notAfter)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static void assertLeaf(Samples.Sample info, OpensslCertificate leaf) {
        assertThat(info.label("fingerprint_sha256")).isEqualTo(leaf.fingerprint());
        assertThat(info.label("serialnumber")).isEqualTo(leaf.serial());
        assertThat(parts(info.label("subject"))).containsExactlyInAnyOrderElementsOf(leaf.subject());
        assertThat(parts(info.label("issuer"))).containsExactlyInAnyOrderElementsOf(leaf.issuer());
        assertThat(info.label("subjectalternative")).isEqualTo(String.join(",", leaf.dnsNames()));
    }

    private static void assertDates(Samples samples, List<OpensslCertificate> presented) {
        for (int position = 0; position < presented.size(); position++) {
            OpensslCertificate certificate = presented.get(position);
            Map<String, String> labels = Map.of(
                    "position",
                    String.valueOf(position),
                    "subject_cn",
                    commonName(certificate.subject()),
                    "issuer_cn",
                    commonName(certificate.issuer()));
            assertThat(samples.named("probe_ssl_cert_not_before_timestamp_seconds"))
                    .contains(new Samples.Sample(
                            "probe_ssl_cert_not_before_timestamp_seconds",
                            labels,
                            certificate.notBefore().getEpochSecond()));
            assertThat(samples.named("probe_ssl_cert_not_after_timestamp_seconds"))
                    .hasSameSizeAs(presented)
                    .contains(new Samples.Sample(
                            "probe_ssl_cert_not_after_timestamp_seconds",
                            labels,
                            certificate.notAfter().getEpochSecond()));
        }
    }

    private static String commonName(List<String> name) {
        return name.stream()
                .filter(part -> part.startsWith("CN="))
                .map(part -> part.substring("CN=".length()))
                .findFirst()
                .orElseThrow();
    }

    /** The parts of a name, without the escapes. */
    private static List<String> parts(String name) {
        return Arrays.stream(name.split("(?<!\\\\),"))
                .map(part -> part.replaceAll("\\\\(.)", "$1"))
                .toList();
    }
}
