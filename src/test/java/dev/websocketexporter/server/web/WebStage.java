package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.config.LiveWebConfiguration.Look;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.recording.WebReloads.Rejection;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with a web configuration, and clients of it. */
abstract class WebStage {
    /** Of "test". */
    static final String USERS =
            "basic_auth_users: {prom: $2y$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG}\n";

    static final String PAIR = "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n";
    static final String PROBE = "/probe?target=ws://a.test/";

    static TestIdentity authority;
    static TestIdentity identity;
    static TestIdentity renewed;
    static TestIdentity client;
    static TestIdentity stranger;

    @TempDir
    Path directory;

    /** Why requests were turned away, in their order. */
    final List<Rejection> rejections = new CopyOnWriteArrayList<>();

    /** Stands still while a file is being written; else, what is new settles at once. */
    private final AtomicLong nanos = new AtomicLong();

    volatile boolean beingWritten;

    CapturedLog jetty;
    CapturedLog javalin;

    @Nullable
    RunningServer running;

    @BeforeAll
    static void issue() {
        authority = CertificateRecipe.ca("Web CA").selfSigned();
        identity = CertificateRecipe.leaf("localhost").signedBy(authority);
        renewed = CertificateRecipe.leaf("localhost").signedBy(authority);
        client = CertificateRecipe.leaf("prometheus.example")
                .plain(Extension.subjectAlternativeName, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "prometheus.example"),
                    new GeneralName(GeneralName.iPAddress, "2001:db8::1"),
                    new GeneralName(GeneralName.rfc822Name, "ops@prometheus.example"),
                    new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://prometheus.example/scraper")
                }))
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .signedBy(authority);
        stranger = CertificateRecipe.leaf("prometheus.example")
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .selfSigned();
    }

    @BeforeEach
    void write() throws IOException {
        write("server.pem", identity.chainPem());
        write("server.key", identity.keyPem());
        write("ca.pem", authority.certificatePem());
        jetty = CapturedLog.of("org.eclipse.jetty");
        javalin = CapturedLog.of("io.javalin");
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
        jetty.close();
        javalin.close();
        assertThat(jetty.lines(Level.WARN)).as("of Jetty").isEmpty();
        assertThat(javalin.lines(Level.WARN)).as("of Javalin").isEmpty();
    }

    void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    RunningServer start(String yaml) throws Exception {
        write("web.yml", yaml);
        LiveWebConfiguration live =
                LiveWebConfiguration.load(directory.resolve("web.yml"), nanos::get, HandshakeTrial::problem);
        RunningServer started = RunningServer.start(new WebSource() {
            @Override
            public WebConfiguration get() {
                return live.get();
            }

            @Override
            public CompletableFuture<WebConfiguration> fresh() {
                while (live.look() instanceof Look.Unsettled && !beingWritten) {
                    nanos.addAndGet(LiveWebConfiguration.SETTLING.toNanos());
                }
                return CompletableFuture.completedFuture(live.get());
            }

            @Override
            public void rejected(Rejection reason) {
                rejections.add(reason);
            }
        });
        running = started;
        return started;
    }

    boolean handshakes(SSLParameters parameters) throws Exception {
        try (SSLSocket socket = socket()) {
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    X509Certificate presented() throws Exception {
        try (SSLSocket socket = socket()) {
            SSLSession session = socket.getSession();
            return (X509Certificate) session.getPeerCertificates()[0];
        }
    }

    SSLSocket socket() throws Exception {
        return (SSLSocket) context(null)
                .getSocketFactory()
                .createSocket(
                        "localhost", Objects.requireNonNull(running).address().getPort());
    }

    boolean isLetIn(@Nullable TestIdentity certificate) throws Exception {
        try {
            HttpResponse<String> answer =
                    http(Version.HTTP_1_1, certificate).send(request("/-/healthy", null), BodyHandlers.ofString());
            return answer.statusCode() == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    HttpResponse<String> get(Version version, String path, @Nullable String login) throws Exception {
        return http(version, null).send(request(path, login), BodyHandlers.ofString());
    }

    HttpRequest request(String path, @Nullable String login) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(20));
        return (login == null ? request : request.header("Authorization", basic(login))).build();
    }

    String url(String path) {
        return "https://localhost:" + Objects.requireNonNull(running).address().getPort() + path;
    }

    static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    static HttpClient http(Version version, @Nullable TestIdentity certificate) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(context(certificate))
                .build();
    }

    static SSLContext context(@Nullable TestIdentity certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = certificate == null ? null : new KeyManager[] {new Always(certificate)};
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    /** Sends its certificate whatever authorities the server names, as Go and curl do. */
    private static final class Always extends X509ExtendedKeyManager {
        private final TestIdentity identity;

        Always(TestIdentity identity) {
            this.identity = identity;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return "client";
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return "client";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.keys().getPrivate();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {"client"};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
