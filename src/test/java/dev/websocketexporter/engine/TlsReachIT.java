package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that Go's client reaches: their kinds of keys, their key usages, and renegotiation as TLS 1.2 has it. */
@Timeout(90)
@ExtendWith(LeakWatch.class)
class TlsReachIT {
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
    }

    @AfterAll
    static void stop() {
        PROBERS.values().forEach(NettyProber::close);
        world.close();
    }

    static Stream<Arguments> edwards() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3")
                        .flatMap(version -> Stream.of(KeyKind.ED25519, KeyKind.ED448)
                                .map(kind -> Arguments.of(engine, version, kind))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("edwards")
    void serversWithKeysOfEdwardsCurvesAreReached(TlsEngine engine, String version, KeyKind kind) throws Exception {
        ProbeResult result = probe(engine, version, leaf("localhost").key(kind));

        assertReached(result, version);
        assertThat(result.log().toString().contains("; dialling again for one with the engine of the JDK"))
                .isEqualTo(engine == TlsEngine.BORINGSSL);
        // The handshake that counted is in its phase, the first one is not, and both are in the whole.
        assertThat(result.timings().phases().get(Phase.TLS)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2", "-tls1_3"})
    void opensslWithAnEd25519KeyIsReached(String version) throws Exception {
        TestIdentity identity = leaf("localhost").key(KeyKind.ED25519).signedBy(world.root());
        try (Stage stage = new Stage(world);
                OpensslServer server = OpensslServer.start(directory, identity, "", version)) {
            ProbeResult result = Probing.end(
                    PROBERS.get(TlsEngine.BORINGSSL), stage.request("wss://localhost:" + server.port() + "/"));

            assertReached(result, version.equals("-tls1_2") ? "TLSv1.2" : "TLSv1.3");
        }
    }

    /** A leaf of a key usage that Go does not ask for. */
    enum Usage {
        RSA_KEY_ENCIPHERMENT(KeyKind.RSA_2048, KeyUsage.keyEncipherment),
        RSA_NON_REPUDIATION(KeyKind.RSA_2048, KeyUsage.nonRepudiation),
        RSA_CERT_SIGN(KeyKind.RSA_2048, KeyUsage.keyCertSign),
        EC_KEY_AGREEMENT(KeyKind.EC_P256, KeyUsage.keyAgreement),
        EC_CERT_SIGN(KeyKind.EC_P256, KeyUsage.keyCertSign);

        private final KeyKind kind;
        private final int usage;

        Usage(KeyKind kind, int usage) {
            this.kind = kind;
            this.usage = usage;
        }

        CertificateRecipe leaf() {
            return CertificateRecipe.leaf("localhost").key(kind).critical(Extension.keyUsage, new KeyUsage(usage));
        }
    }

    static Stream<Arguments> usages() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3")
                        .flatMap(version ->
                                Stream.of(Usage.values()).map(usage -> Arguments.of(engine, version, usage))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("usages")
    void keyUsagesThatGoTakesAreTaken(TlsEngine engine, String version, Usage usage) throws Exception {
        assertReached(probe(engine, version, usage.leaf()), version);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aCaCertificateThatTheServerUsesItself(String version) throws Exception {
        TestIdentity self = ca("localhost").names("localhost").selfSigned();
        try (Stage stage = new Stage(world)) {
            stage.with(stage.module()
                    .with(new TlsSettings(
                            new Value.Plain(self.certificatePem()),
                            null,
                            null,
                            null,
                            false,
                            TlsVersion.TLS12,
                            TlsVersion.TLS13,
                            false)));
            ProbeRequest request =
                    stage.secure(ServerTls.of(self.serverContext()).protocols(version), Peer::upgrade);

            assertReached(Probing.end(PROBERS.get(TlsEngine.BORINGSSL), request), version);
        }
    }

    @Test
    void withoutAVersionThatTheJdkSpeaksTheFirstFailureStands() throws Exception {
        TlsSettings old = new TlsSettings(
                new Value.InFile(world.rootFile()), null, null, null, false, TlsVersion.TLS10, TlsVersion.TLS11, false);
        try (Stage stage = new Stage(world)) {
            stage.with(stage.module().with(old));
            ProbeRequest request = stage.secure(world.goodTls(), Peer::upgrade);

            ProbeResult result = Probing.end(PROBERS.get(TlsEngine.BORINGSSL), request);

            assertThat(String.valueOf(result.failure())).startsWith("tls/");
            assertThat(result.log().toString()).doesNotContain("dialling again");
        }
    }

    /** IIS and Apache ask for a certificate when they have seen the request. */
    @ParameterizedTest
    @CsvSource({"BORINGSSL, R", "BORINGSSL, r", "JDK, R", "JDK, r"})
    void renegotiationAfterTheRequestIsDone(TlsEngine engine, String command) throws Exception {
        TestIdentity client = leaf("client").without(Extension.extendedKeyUsage).signedBy(world.root());
        TestIdentity identity = leaf("localhost").key(KeyKind.RSA_2048).signedBy(world.root());
        try (Stage stage = new Stage(world);
                OpensslServer server = OpensslServer.start(
                        directory,
                        identity,
                        command,
                        "-tls1_2",
                        "-CAfile",
                        Files.writeString(
                                        directory.resolve("clients.pem"),
                                        world.root().certificatePem())
                                .toString())) {
            stage.with(stage.module()
                    .with(new TlsSettings(
                            new Value.InFile(world.rootFile()),
                            new Value.Plain(client.chainPem()),
                            new Value.Hidden(new Secret(client.keyPem())),
                            null,
                            false,
                            TlsVersion.TLS12,
                            TlsVersion.TLS13,
                            false)));

            ProbeResult result =
                    Probing.end(PROBERS.get(engine), stage.request("wss://localhost:" + server.port() + "/"));

            assertReached(result, "TLSv1.2");
        }
    }

    private static ProbeResult probe(TlsEngine engine, String version, CertificateRecipe recipe) throws Exception {
        TestIdentity identity = recipe.signedBy(world.root());
        try (Stage stage = new Stage(world)) {
            ProbeRequest request =
                    stage.secure(ServerTls.of(identity.serverContext()).protocols(version), Peer::upgrade);
            return Probing.end(PROBERS.get(engine), request);
        }
    }

    private static void assertReached(ProbeResult result, String version) {
        assertThat(result.failure()).as("%s", result.log()).isNull();
        TlsReport tls = Objects.requireNonNull(result.tls());
        assertThat(Objects.requireNonNull(tls.version()).standardName()).isEqualTo(version);
        assertThat(Objects.requireNonNull(tls.chain()).verified()).isTrue();
    }
}
