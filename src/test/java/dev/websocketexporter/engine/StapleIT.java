package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.StaplingServer;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Staples over the wire: seen by both engines, in TLS 1.2 and 1.3, and judged with the chain. */
@Timeout(60)
class StapleIT {
    private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");
    /** RFC 6960 §4.2.1: the status alone. */
    private static final byte[] TRY_LATER = {0x30, 3, 0x0a, 1, 3};

    private static final Map<TlsEngine, NettyProber> PROBERS = new EnumMap<>(TlsEngine.class);

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static TestIdentity server;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        server = leaf("localhost").signedBy(world.root());
        for (TlsEngine engine : TlsEngine.values()) {
            PROBERS.put(engine, new NettyProber(world.settings(Transport.preferred(), engine)));
        }
    }

    @AfterAll
    static void stop() {
        PROBERS.values().forEach(NettyProber::close);
        world.close();
    }

    static Stream<Arguments> versionsOnEachEngine() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine ->
                        Stream.of(TlsVersion.TLS12, TlsVersion.TLS13).map(version -> Arguments.of(engine, version)));
    }

    @ParameterizedTest
    @MethodSource("versionsOnEachEngine")
    void aGoodStapleIsSeen(TlsEngine engine, TlsVersion version) throws Exception {
        byte[] staple = StapleRecipe.good(server).signedBy(world.root());
        ProbeResult result = probe(
                engine,
                UnaryOperator.identity(),
                recipe -> recipe.protocols(version.standardName()).staple(staple));

        assertThat(result.failure()).as("%s", result.log()).isNull();
        TlsReport tls = Objects.requireNonNull(result.tls());
        assertThat(tls.staple())
                .isEqualTo(new StapleReport(StapleReport.Status.GOOD, CertificateRecipe.VALID_UNTIL, null, null));
        assertThat(tls.checks()).containsOnlyKeys(CertificateCheck.values()).doesNotContainValue(false);
        assertThat(tls.version()).isEqualTo(version);
        assertThat(result.log().toString())
                .contains("OCSP response stapled: status good, next update 2049-12-31T23:59:59Z")
                .contains("application protocol http/1.1 (offered: http/1.1)");
    }

    @ParameterizedTest
    @MethodSource("versionsOnEachEngine")
    void withoutAStapleThereIsNoCheckOfIt(TlsEngine engine, TlsVersion version) throws Exception {
        ProbeResult result =
                probe(engine, UnaryOperator.identity(), recipe -> recipe.protocols(version.standardName()));

        assertThat(result.failure()).as("%s", result.log()).isNull();
        TlsReport tls = Objects.requireNonNull(result.tls());
        assertThat(tls.staple()).isNull();
        assertThat(tls.checks()).doesNotContainKey(CertificateCheck.REVOCATION).hasSize(6);
        assertThat(result.log().toString()).contains("no OCSP response was stapled");
    }

    @ParameterizedTest
    @MethodSource("versionsOnEachEngine")
    void aStapleThatIsAnErrorFailsNothing(TlsEngine engine, TlsVersion version) throws Exception {
        ProbeResult result = probe(
                engine,
                UnaryOperator.identity(),
                recipe -> recipe.protocols(version.standardName()).staple(TRY_LATER));

        assertThat(result.failure()).as("%s", result.log()).isNull();
        TlsReport tls = Objects.requireNonNull(result.tls());
        assertThat(tls.staple()).isNotNull();
        assertThat(tls.staple().status()).isNull();
        assertThat(tls.checks()).containsEntry(CertificateCheck.REVOCATION, false);
        assertThat(result.log().toString())
                .contains("not to be relied on: the responder answered with the error tryLater");
    }

    @ParameterizedTest
    @CsvSource({"BORINGSSL, TLS12", "BORINGSSL, TLS13", "JDK, TLS12"})
    void aStapleThatCannotBeReadFailsNothing(TlsEngine engine, TlsVersion version) throws Exception {
        ProbeResult result = probe(
                engine,
                UnaryOperator.identity(),
                recipe -> recipe.protocols(version.standardName()).staple((byte) 1, (byte) 2, (byte) 3));

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.log().toString()).contains("not to be relied on: it is no OCSP response: it cannot be read");
    }

    /** Nothing can be done about it but to say so: it reads the staple before it hands out the certificates. */
    @Test
    void theEngineOfTheJdkBreaksOffAtAStapleThatItCannotReadInTls13() throws Exception {
        ProbeResult result = probe(
                TlsEngine.JDK,
                UnaryOperator.identity(),
                recipe -> recipe.protocols("TLSv1.3").staple((byte) 1, (byte) 2, (byte) 3));

        assertThat(String.valueOf(result.failure())).startsWith("tls/handshake_failure: ");
    }

    @ParameterizedTest
    @CsvSource({"TLS10, TLSv1, TLS 1.0", "TLS11, TLSv1.1, TLS 1.1"})
    void anOldVersionIsToldAndFailsItsCheckAlone(TlsVersion version, String protocol, String label) throws Exception {
        // Old servers have RSA keys; the ciphers that old versions have for others are not offered.
        TestIdentity old = leaf("localhost").key(KeyKind.RSA_2048).signedBy(world.root());
        ProbeResult result = probe(
                TlsEngine.BORINGSSL,
                stage -> offering(stage, version),
                recipe -> StaplingServer.of(old).protocols(protocol));

        assertThat(result.failure()).as("%s", result.log()).isNull();
        TlsReport tls = Objects.requireNonNull(result.tls());
        assertThat(tls.version()).isEqualTo(version);
        assertThat(version.label()).isEqualTo(label);
        assertThat(tls.checks().entrySet().stream()
                        .filter(check -> !check.getValue())
                        .map(Map.Entry::getKey))
                .containsExactly(CertificateCheck.PROTOCOL);
    }

    private static Stage offering(Stage stage, TlsVersion min) {
        TlsSettings tls = stage.module().tls();
        return stage.with(
                stage.module().with(new TlsSettings(tls.ca(), null, null, null, false, min, TlsVersion.TLS13, false)));
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void insecureSkipVerifyAllowsARevokedCertificate(TlsEngine engine) throws Exception {
        ProbeResult result = probe(engine, Stage::insecureSkipVerify, recipe -> recipe.staple(revoked()));

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(Objects.requireNonNull(result.tls()).checks()).containsEntry(CertificateCheck.REVOCATION, false);
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aRevokedCertificateLeavesTheChainVerified(TlsEngine engine) throws Exception {
        ProbeResult result = probe(engine, UnaryOperator.identity(), recipe -> recipe.staple(revoked()));

        assertThat(String.valueOf(result.failure()))
                .startsWith(
                        "tls/certificate_revoked: leaf CN=localhost was revoked 2021-01-01T00:00:00Z (keyCompromise)");
        TlsReport tls = Objects.requireNonNull(result.tls());
        assertThat(Objects.requireNonNull(tls.chain()).verified()).isTrue();
        assertThat(tls.cipher()).startsWith("TLS_");
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aRevokedCertificateOfAnHttpsProxyIsTheProxys(TlsEngine engine) throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeRequest proxy = stage.stapled(StaplingServer.of(server).staple(revoked()));
            ProbeRequest request =
                    stage.through("https://localhost:" + proxy.target().port()).request("ws://far.example/");

            ProbeResult result = Probing.end(PROBERS.get(engine), request);

            assertThat(String.valueOf(result.failure()))
                    .startsWith(
                            "proxy/proxy_protocol_error: TLS with the proxy: certificate_revoked: leaf CN=localhost");
            assertThat(result.tls()).isNull();
        }
    }

    /** TLS 1.2 refuses the client inside the handshake, when the server has shown everything. */
    @ParameterizedTest
    @MethodSource("versionsOnEachEngine")
    void whatWasPresentedIsKnownWhenTheServerThenRefuses(TlsEngine engine, TlsVersion version) throws Exception {
        byte[] staple = StapleRecipe.good(server).signedBy(world.root());
        ProbeResult result = probe(
                engine,
                UnaryOperator.identity(),
                recipe ->
                        recipe.protocols(version.standardName()).staple(staple).needingClientCertificate());

        assertThat(String.valueOf(result.failure())).startsWith("tls/client_certificate_rejected: ");
        TlsReport tls = Objects.requireNonNull(result.tls());
        assertThat(tls.version()).isEqualTo(version);
        assertThat(tls.chain()).isNotNull();
        assertThat(tls.staple()).isNotNull();
        assertThat(tls.checks())
                .as("%s", result.log())
                .containsOnlyKeys(CertificateCheck.values())
                .doesNotContainValue(false);
    }

    private static byte[] revoked() {
        return StapleRecipe.revoked(server, LONG_AGO).signedBy(world.root());
    }

    private static ProbeResult probe(
            TlsEngine engine, UnaryOperator<Stage> module, UnaryOperator<StaplingServer.Recipe> recipe)
            throws IOException {
        try (Stage stage = module.apply(new Stage(world))) {
            ProbeRequest request = stage.stapled(recipe.apply(StaplingServer.of(server)));
            return Probing.end(PROBERS.get(engine), request);
        }
    }
}
