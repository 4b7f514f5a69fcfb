package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates and secrets of the exporter: each kind of key, each version of TLS, and files that are replaced. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class ClientCertificateIT {
    private static final TestIdentity CLIENT_ROOT = ca("Client Root").selfSigned();
    private static final Map<KeyKind, TestIdentity> CLIENTS = new EnumMap<>(KeyKind.class);
    private static final Map<TlsEngine, NettyProber> PROBERS = new EnumMap<>(TlsEngine.class);

    @TempDir
    private static Path directory;

    private static GridWorld world;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        for (TlsEngine engine : TlsEngine.values()) {
            PROBERS.put(engine, new NettyProber(world.settings(Transport.preferred(), engine)));
        }
        for (KeyKind kind : List.of(KeyKind.EC_P256, KeyKind.EC_P384, KeyKind.RSA_2048, KeyKind.ED25519)) {
            CLIENTS.put(kind, client(kind.name(), kind));
        }
    }

    private static TestIdentity client(String name, KeyKind kind) {
        return leaf(name)
                .without(Extension.extendedKeyUsage)
                .key(kind)
                .signedBy(ca("Client CA").signedBy(CLIENT_ROOT));
    }

    @AfterAll
    static void stop() {
        PROBERS.values().forEach(NettyProber::close);
        world.close();
    }

    static Stream<Arguments> combinations() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3")
                        .flatMap(version -> CLIENTS.keySet().stream()
                                .flatMap(kind -> forms(kind).map(form -> Arguments.of(engine, version, kind, form)))));
    }

    /** Edwards keys are younger than the traditional forms. */
    private static Stream<String> forms(KeyKind kind) {
        return kind == KeyKind.ED25519 ? Stream.of("PKCS#8") : Stream.of("PKCS#8", "traditional");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void theEngineOfTheJdkShowsAnEd448CertificateToo(String version) throws Exception {
        ProbeResult result = probeWith(TlsEngine.JDK, client("ed448", KeyKind.ED448), version);

        assertThat(result.failure()).as("%s", result.log()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void anEd448CertificateThatBoringSslCannotShowIsTold(String version) throws Exception {
        ProbeResult result = probeWith(TlsEngine.BORINGSSL, client("ed448", KeyKind.ED448), version);

        assertThat(String.valueOf(result.failure()))
                .startsWith("tls/client_certificate_rejected: ")
                .contains(
                        "; ours was not shown: its key is of the kind Ed448 (expected, by the server and our TLS engine: ");
    }

    private static ProbeResult probeWith(TlsEngine engine, TestIdentity client, String version) throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = showing(
                            stage, new Value.Plain(client.chainPem()), new Value.Hidden(new Secret(client.keyPem())))
                    .secure(wanting().protocols(version), Peer::upgrade);
            return Probing.end(PROBERS.get(engine), request);
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aServerThatWantsACertificateGetsIt(TlsEngine engine, String version, KeyKind kind, String form)
            throws Exception {
        TestIdentity client = CLIENTS.get(kind);
        String key = form.equals("PKCS#8") ? client.keyPem() : client.traditionalKeyPem();
        List<X509Certificate> shown = new CopyOnWriteArrayList<>();
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = showing(stage, new Value.Plain(client.chainPem()), new Value.Hidden(new Secret(key)))
                    .secure(wanting().protocols(version), noting(shown));

            ProbeResult result = Probing.end(PROBERS.get(engine), request);

            assertThat(result.failure()).as("%s", result.log()).isNull();
            // The leaf and its intermediate.
            assertThat(shown).containsExactlyElementsOf(client.chain()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
    void aCertificateOfAnotherRootIsRejected(TlsEngine engine, String version) throws Exception {
        TestIdentity stranger =
                leaf("stranger").without(Extension.extendedKeyUsage).selfSigned();
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = showing(
                            stage,
                            new Value.Plain(stranger.certificatePem()),
                            new Value.Hidden(new Secret(stranger.keyPem())))
                    .secure(wanting().protocols(version), Peer::upgrade);

            ProbeResult result = Probing.end(PROBERS.get(engine), request);

            assertThat(String.valueOf(result.failure())).startsWith("tls/client_certificate_rejected: ");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aRotatedCertificateHoldsAtTheNextProbe(TlsEngine engine) throws Exception {
        TestIdentity before = client("before", KeyKind.EC_P256);
        TestIdentity after = client("after", KeyKind.RSA_2048);
        Path certificate = Files.writeString(directory.resolve("client.pem"), before.chainPem());
        Path key = Files.writeString(directory.resolve("client.key"), before.keyPem());
        List<X509Certificate> shown = new CopyOnWriteArrayList<>();
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = showing(stage, new Value.InFile(certificate), new Value.InFile(key))
                    .secure(wanting(), noting(shown));

            ProbeResult first = Probing.end(PROBERS.get(engine), request);
            Files.writeString(certificate, after.chainPem());
            ProbeResult between = Probing.end(PROBERS.get(engine), request);
            Files.writeString(key, after.keyPem());
            ProbeResult second = Probing.end(PROBERS.get(engine), request);

            assertThat(first.failure()).as("%s", first.log()).isNull();
            assertThat(String.valueOf(between.failure()))
                    .isEqualTo("auth/authentication_setup: client certificate in " + certificate + " with the key in "
                            + key + ": the key does not belong to the certificate");
            assertThat(second.failure()).as("%s", second.log()).isNull();
            assertThat(shown)
                    .contains(before.certificate(), after.certificate())
                    .hasSize(4);
        }
    }

    @Test
    void rotatedSecretsHoldAtTheNextProbe() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "one\n");
        Path header = Files.writeString(directory.resolve("header"), "first\n");
        Recording target = new Recording();
        try (Stage stage = new Stage(world)) {
            Credentials basic = new Credentials.Basic(new Value.Plain("scott"), new Value.InFile(password));
            ProbeRequest request = stage.with(stage.module()
                            .with(new UpgradeSettings(
                                    List.of(new RequestHeader("X-Key", List.of(new Value.InFile(header)))),
                                    null,
                                    List.of(),
                                    basic,
                                    false)))
                    .plain(target.upgrading());

            ProbeResult first = Probing.end(PROBERS.get(TlsEngine.JDK), request);
            Files.writeString(password, "two\n");
            Files.writeString(header, "second\n");
            ProbeResult second = Probing.end(PROBERS.get(TlsEngine.JDK), request);

            assertThat(first.failure()).as("%s", first.log()).isNull();
            assertThat(second.failure()).as("%s", second.log()).isNull();
            assertThat(target.heads().stream().flatMap(head -> head.headers("X-Key").stream()))
                    .containsExactly("first", "second");
            assertThat(target.heads().stream().flatMap(head -> head.headers("Authorization").stream()))
                    .containsExactly("Basic c2NvdHQ6b25l", "Basic c2NvdHQ6dHdv");
            assertThat(second.log().toString()).doesNotContain("second").doesNotContain("c2NvdHQ6dHdv");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, TLS12, TLS12, TLS12", "BORINGSSL, TLS13, TLS13, TLS13", "BORINGSSL, TLS12, TLS13, TLS13",
        "BORINGSSL, TLS10, TLS13, TLS13", "JDK, TLS12, TLS12, TLS12", "JDK, TLS13, TLS13, TLS13",
        "JDK, TLS12, TLS13, TLS13"
    })
    void onlyTheVersionsAskedForAreOffered(TlsEngine engine, TlsVersion min, TlsVersion max, TlsVersion negotiated)
            throws Exception {
        try (Stage stage = new Stage(world)) {
            TlsSettings tls = stage.module().tls();
            stage.with(stage.module().with(new TlsSettings(tls.ca(), null, null, null, false, min, max, false)));

            ProbeResult result = Probing.end(PROBERS.get(engine), stage.secure(world.goodTls(), Peer::upgrade));

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(result.tls()).isNotNull();
            assertThat(result.tls().version()).isEqualTo(negotiated);
        }
    }

    private static ServerTls wanting() {
        return ServerTls.of(leaf("localhost").signedBy(world.root()).serverContextFor(CLIENT_ROOT))
                .needingClientCertificate();
    }

    private static Script noting(List<X509Certificate> shown) {
        return peer -> {
            Stream.of(peer.tls().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .forEach(shown::add);
            peer.upgrade();
        };
    }

    private static Stage showing(Stage stage, Value certificate, Value key) {
        TlsSettings tls = stage.module().tls();
        return stage.with(stage.module()
                .with(new TlsSettings(
                        tls.ca(), certificate, key, null, false, tls.minVersion(), tls.maxVersion(), false)));
    }
}
