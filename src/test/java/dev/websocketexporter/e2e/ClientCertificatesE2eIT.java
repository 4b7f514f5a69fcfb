package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.JettyServer;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that want a certificate of the client: nginx, {@code openssl s_server} and Jetty, on both TLS engines. */
@Tag("e2e")
@Timeout(120)
class ClientCertificatesE2eIT {
    private static final String MODULE = """
              %s:
                websocket:
                  valid_status_codes: [101, 401]
                  http_config:
                    tls_config:
                      ca_file: root.pem
            """;
    private static final String SHOWING = """
                      cert_file: %1$s.pem
                      key_file: %1$s.key
            """;

    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> RUNNING = new ArrayList<>();
    private static final Map<TlsEngineFlag, Exporter> EXPORTERS = new EnumMap<>(TlsEngineFlag.class);
    private static final Map<String, String> URLS = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        TestIdentity clientRoot = CertificateRecipe.ca("Client Root").selfSigned();
        TestIdentity server = CertificateRecipe.leaf("localhost").signedBy(root);
        Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        Path clients = Files.writeString(directory.resolve("client-root.pem"), clientRoot.certificatePem());
        write("right", client("right").key(KeyKind.RSA_2048).signedBy(clientRoot));
        write("stranger", client("stranger").signedBy(root));

        startNginx(server, clients);
        startOpenssl(server, clients);
        startJetty(server.serverContextFor(clientRoot));
        Path configuration = Files.writeString(
                directory.resolve("config.yml"),
                "modules:\n" + MODULE.formatted("none")
                        + MODULE.formatted("stranger") + SHOWING.formatted("stranger")
                        + MODULE.formatted("right") + SHOWING.formatted("right"));
        for (TlsEngineFlag engine : TlsEngineFlag.values()) {
            EXPORTERS.put(engine, kept(engine.start(directory, "--config.file=" + configuration)));
        }
    }

    private static CertificateRecipe client(String name) {
        return CertificateRecipe.leaf(name).without(Extension.extendedKeyUsage);
    }

    private static void write(String name, TestIdentity identity) throws IOException {
        Files.writeString(directory.resolve(name + ".pem"), identity.chainPem());
        Files.writeString(directory.resolve(name + ".key"), identity.traditionalKeyPem());
    }

    private static void startNginx(TestIdentity server, Path clients) throws IOException {
        NodeEcho node = kept(NodeEcho.start(Files.createDirectory(directory.resolve("node"))));
        List<Nginx.Server> servers = Stream.of("TLSv1.2", "TLSv1.3")
                .map(version -> Nginx.Server.of(
                        server,
                        "ssl_protocols " + version + ";",
                        "ssl_verify_client on;",
                        "ssl_client_certificate " + clients + ";"))
                .toList();
        Nginx nginx = kept(Nginx.inFrontOf(node.port(), servers, Files.createDirectory(directory.resolve("nginx"))));
        URLS.put("nginx, TLS 1.2", "wss://localhost:" + nginx.port(0) + "/upgraded");
        URLS.put("nginx, TLS 1.3", "wss://localhost:" + nginx.port(1) + "/upgraded");
    }

    private static void startOpenssl(TestIdentity server, Path clients) throws IOException {
        Openssl openssl = new Openssl(directory);
        for (String version : List.of("1.2", "1.3")) {
            Openssl.Server running = kept(openssl.serve(
                    server,
                    "-tls" + version.replace('.', '_'),
                    "-Verify",
                    "1",
                    "-verify_return_error",
                    "-CAfile",
                    clients.toString()));
            URLS.put("openssl, TLS " + version, running.url());
        }
    }

    private static void startJetty(SSLContext context) {
        for (String version : List.of("1.2", "1.3")) {
            ServerTls tls = ServerTls.of(context).protocols("TLSv" + version).needingClientCertificate();
            URLS.put(
                    "Jetty, TLS " + version,
                    "wss://localhost:" + kept(new JettyServer(tls)).securePort() + "/echo");
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

    static Stream<Arguments> serversOnEachEngine() {
        return URLS.keySet().stream()
                .flatMap(server -> Stream.of(TlsEngineFlag.values()).map(engine -> Arguments.of(server, engine)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("serversOnEachEngine")
    void theRightCertificateIsWelcome(String server, TlsEngineFlag engine) throws IOException {
        Samples samples = probe(engine, "right", server);

        assertThat(samples.failure()).as("%s", samples).isEmpty();
        assertThat(samples.value("probe_success")).isEqualTo(1);
        assertThat(server).endsWith(samples.only("probe_tls_version_info").label("version"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("serversOnEachEngine")
    void withoutOneTheRefusalIsToldRightly(String server, TlsEngineFlag engine) throws IOException {
        assertRefused(server, probe(engine, "none", server));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("serversOnEachEngine")
    void oneOfAnotherRootIsRefused(String server, TlsEngineFlag engine) throws IOException {
        assertRefused(server, probe(engine, "stranger", server));
    }

    /** nginx completes the handshake and answers in HTTP, the others send an alert. */
    private static void assertRefused(String server, Samples samples) {
        boolean answers = server.startsWith("nginx");
        assertThat(samples.failure())
                .as("%s", samples)
                .isEqualTo(answers ? "processing/unexpected_status" : "tls/client_certificate_rejected");
        assertThat(samples.value("probe_websocket_status_code")).isEqualTo(answers ? 400 : 0);
        assertThat(samples.value("probe_ssl_verified"))
                .as("ours is no fault of theirs")
                .isEqualTo(1);
    }

    private static Samples probe(TlsEngineFlag engine, String module, String server) throws IOException {
        Exporter exporter = EXPORTERS.get(engine);
        return Samples.of(exporter.get("/probe?module=" + module + "&target=" + Http.encode(URLS.get(server)))
                .body());
    }
}
