package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains as servers send them, names as they are asked for, and roots as they are configured, on both TLS engines. */
@Timeout(60)
class ServerIdentityIT {
    private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");
    private static final TestIdentity ROOT = ca("Root").selfSigned();
    private static final TestIdentity OTHER = ca("Other Root").selfSigned();
    private static final TestIdentity SECOND = ca("Issuing 2").signedBy(ROOT);
    private static final TestIdentity FIRST = ca("Issuing 1").signedBy(SECOND);
    private static final TestIdentity LEAF = leaf("localhost")
            .names("localhost", "127.0.0.1", "::1", "inner.example")
            .signedBy(FIRST);
    private static final TestIdentity NAMES_ONLY =
            leaf("127.0.0.1").names("localhost", "inner.example").signedBy(ROOT);

    private static final Map<TlsEngine, NettyProber> PROBERS = new EnumMap<>(TlsEngine.class);

    @TempDir
    private static Path directory;

    private static GridWorld world;

    /**
     * A server and what it is asked for.
     *
     * @param address that it listens on
     * @param host in the target
     * @param serverName of the module
     * @param roots of the module, in this order
     * @param reason of the failure; absent: none
     */
    record Row(
            String fact,
            TestIdentity server,
            List<TestIdentity> presented,
            String address,
            String host,
            @Nullable String serverName,
            List<TestIdentity> roots,
            @Nullable Reason reason) {
        static Row of(String fact, TestIdentity... presented) {
            return new Row(fact, presented[0], List.of(presented), "127.0.0.1", "localhost", null, List.of(ROOT), null);
        }

        Row at(String newAddress, String newHost) {
            return new Row(fact, server, presented, newAddress, newHost, serverName, roots, reason);
        }

        Row named(String newServerName) {
            return new Row(fact, server, presented, address, host, newServerName, roots, reason);
        }

        Row trusting(TestIdentity... newRoots) {
            return new Row(fact, server, presented, address, host, serverName, List.of(newRoots), reason);
        }

        Row fails(Reason newReason) {
            return new Row(fact, server, presented, address, host, serverName, roots, newReason);
        }

        @Override
        public String toString() {
            return fact;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(chains(), names(), roots()).flatMap(rows -> rows);
    }

    private static Stream<Row> chains() {
        TestIdentity crossed = ca("Root").key(ROOT.keys()).signedBy(OTHER);
        TestIdentity expired = ca("Root").key(ROOT.keys()).validUntil(LONG_AGO).signedBy(OTHER);
        return Stream.of(
                Row.of("an orderly chain", LEAF, FIRST, SECOND),
                Row.of("a chain in a wrong order, its root in the middle", LEAF, SECOND, ROOT, FIRST),
                Row.of("superfluous and repeated certificates", LEAF, OTHER, FIRST, LEAF, NAMES_ONLY, SECOND, FIRST),
                Row.of("a root cross-signed by the trusted one", LEAF, FIRST, SECOND, crossed)
                        .trusting(OTHER),
                Row.of("a trusted root, and its cross-signed form that has expired", LEAF, FIRST, SECOND, expired),
                Row.of("only the cross-signed form that has expired", LEAF, FIRST, SECOND, expired)
                        .trusting(OTHER)
                        .fails(Reason.CERTIFICATE_EXPIRED),
                Row.of("a chain with a gap", LEAF, SECOND).fails(Reason.UNKNOWN_AUTHORITY));
    }

    private static Stream<Row> names() {
        return Stream.of(
                Row.of("an address of IPv4", LEAF, FIRST, SECOND).at("127.0.0.1", "127.0.0.1"),
                Row.of("an address of IPv6", LEAF, FIRST, SECOND).at("::1", "[::1]"),
                Row.of("an address of IPv6 in another spelling", LEAF, FIRST, SECOND)
                        .at("::1", "[0:0::0001]"),
                Row.of("another address", LEAF, FIRST, SECOND)
                        .at("127.0.0.2", "127.0.0.2")
                        .fails(Reason.HOSTNAME_MISMATCH),
                Row.of("an address that stands in the subject only", NAMES_ONLY)
                        .at("127.0.0.1", "127.0.0.1")
                        .fails(Reason.HOSTNAME_MISMATCH),
                Row.of("a server_name", LEAF, FIRST, SECOND)
                        .at("127.0.0.2", "127.0.0.2")
                        .named("inner.example"),
                Row.of("a server_name that is an address", LEAF, FIRST, SECOND).named("::1"),
                Row.of("a server_name that is not the server's", LEAF, FIRST, SECOND)
                        .named("outer.example")
                        .fails(Reason.HOSTNAME_MISMATCH));
    }

    private static Stream<Row> roots() {
        TestIdentity third = ca("Third Root").selfSigned();
        return Stream.of(
                Row.of("the last of several roots", LEAF, FIRST, SECOND).trusting(OTHER, third, ROOT),
                Row.of("an intermediate as a root", LEAF, FIRST).trusting(OTHER, FIRST),
                Row.of("several roots, none of them the right one", LEAF, FIRST, SECOND)
                        .trusting(OTHER, third)
                        .fails(Reason.UNKNOWN_AUTHORITY));
    }

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

    static Stream<Arguments> rowsOnEachEngine() {
        return Stream.of(TlsEngine.values()).flatMap(engine -> rows().map(row -> Arguments.of(engine, row)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rowsOnEachEngine")
    void isJudged(TlsEngine engine, Row row) throws Exception {
        List<String> indicated = new CopyOnWriteArrayList<>();
        TlsSettings tls = new TlsSettings(
                new Value.Plain(pem(row.roots)),
                null,
                null,
                row.serverName,
                false,
                TlsVersion.TLS12,
                TlsVersion.TLS13,
                false);

        ProbeResult result = probe(engine, row, tls, indicated);

        Failure failure = result.failure();
        assertThat(failure == null ? null : failure.reason())
                .as("%s", result.log())
                .isEqualTo(row.reason);
        assertThat(report(result).chain().verified()).isEqualTo(row.reason == null);
        assertThat(report(result).chain().presented()).hasSameSizeAs(row.presented);
        if (row.reason == null) {
            // A server whose certificate is refused may never see the end of the handshake.
            String name = row.serverName == null ? row.host : row.serverName;
            boolean address = name.indexOf(':') >= 0 || name.startsWith("127.");
            assertThat(indicated).isEqualTo(address ? List.of() : List.of(name));
        }
    }

    private static String pem(List<TestIdentity> roots) {
        StringBuilder pem = new StringBuilder();
        roots.forEach(root -> pem.append(root.certificatePem()));
        return pem.toString();
    }

    private static ProbeResult probe(TlsEngine engine, Row row, TlsSettings tls, List<String> indicated)
            throws IOException {
        List<X509Certificate> presented =
                row.presented.stream().map(TestIdentity::certificate).toList();
        ServerTls serverTls = ServerTls.of(row.server.serverPresenting(presented));
        Script noting = peer -> {
            ExtendedSSLSession session = (ExtendedSSLSession) peer.tls().getSession();
            session.getRequestedServerNames()
                    .forEach(name -> indicated.add(new String(name.getEncoded(), StandardCharsets.US_ASCII)));
            peer.upgrade();
        };
        try (Stage stage = new Stage(world)) {
            ScriptedServer server = stage.server(ScriptedServer.tlsOn(row.address, serverTls, noting));
            stage.with(stage.module().with(tls));
            return Probing.end(PROBERS.get(engine), stage.request("wss://" + row.host + ":" + server.port() + "/"));
        }
    }

    private static TlsReport report(ProbeResult result) {
        TlsReport report = result.tls();
        assertThat(report).isNotNull();
        assertThat(report.chain()).isNotNull();
        return report;
    }

    /** What may be wrong with a certificate, and the check that says so. */
    enum Fault {
        EXPIRED(CertificateCheck.VALIDITY, leaf -> leaf.validUntil(LONG_AGO).signedBy(ROOT)),
        SELF_SIGNED(CertificateCheck.TRUST, CertificateRecipe::selfSigned),
        UNKNOWN_AUTHORITY(CertificateCheck.TRUST, leaf -> leaf.signedBy(OTHER)),
        OTHER_NAME(
                CertificateCheck.HOSTNAME, leaf -> leaf.names("other.example").signedBy(ROOT)),
        WEAK_SIGNATURE(
                CertificateCheck.SIGNATURE,
                leaf -> leaf.signature("SHA1withECDSA").signedBy(ROOT)),
        NOT_FOR_SERVERS(
                CertificateCheck.TRUST,
                leaf -> leaf.plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection))
                        .signedBy(ROOT));

        private final CertificateCheck check;
        private final Function<CertificateRecipe, TestIdentity> recipe;

        Fault(CertificateCheck check, Function<CertificateRecipe, TestIdentity> recipe) {
            this.check = check;
            this.recipe = recipe;
        }
    }

    @ParameterizedTest
    @EnumSource
    void insecureSkipVerifyConnectsAndTellsEveryCheck(Fault fault) throws Exception {
        Row row = Row.of(fault.name(), fault.recipe.apply(leaf("localhost")));
        TlsSettings tls = new TlsSettings(
                new Value.Plain(pem(row.roots)), null, null, null, true, TlsVersion.TLS12, TlsVersion.TLS13, false);
        Set<CertificateCheck> all = EnumSet.allOf(CertificateCheck.class);
        all.remove(CertificateCheck.REVOCATION);
        for (TlsEngine engine : TlsEngine.values()) {
            ProbeResult result = probe(engine, row, tls, new ArrayList<>());

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(report(result).chain().verified()).isFalse();
            assertThat(report(result).checks().keySet()).isEqualTo(all);
            all.forEach(check -> assertThat(report(result).checks().get(check))
                    .as("%s", check)
                    .isEqualTo(check != fault.check));
        }
    }
}
