package dev.websocketexporter.cli.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings.Which;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.UpgradeSettings.Opening;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VariationsTest {
    private static final ProbeModule MODULE = Found.MODULE;

    @Test
    void eachOfAPlainModuleHasOneThingOtherwise() {
        Variations variations = Found.works().variations();
        assertThat(variations.tried())
                .extracting(Variation::change)
                .containsExactly(
                        Change.OWN_ORIGIN,
                        Change.DEFLATE,
                        Change.PLAIN_GET,
                        Change.HTTP_2,
                        Change.EACH_ADDRESS,
                        Change.IP6_ONLY,
                        Change.TLS_1_2_ONLY,
                        Change.NO_SERVER_NAME);
        assertThat(variations.leftOut()).isEmpty();
        UpgradeSettings upgrade = UpgradeSettings.DEFAULT;
        assertThat(module(variations, Change.OWN_ORIGIN))
                .isEqualTo(MODULE.with(upgrade.withOrigin("https://chat.example.com")));
        assertThat(module(variations, Change.DEFLATE))
                .isEqualTo(MODULE.with(Conversation.NONE.with(Compression.OFFERED)));
        assertThat(module(variations, Change.HTTP_2)).isEqualTo(MODULE.with(upgrade.over(HttpVersion.HTTP_2)));
        assertThat(module(variations, Change.EACH_ADDRESS))
                .isEqualTo(MODULE.with(DialSettings.DEFAULT.with(Which.ALL)));
        assertThat(module(variations, Change.IP6_ONLY))
                .isEqualTo(MODULE.with(new DialSettings(IpProtocol.IP6, false, null)));
        assertThat(module(variations, Change.TLS_1_2_ONLY))
                .isEqualTo(MODULE.with(TlsSettings.DEFAULT.only(TlsVersion.TLS12)));
        assertThat(module(variations, Change.NO_SERVER_NAME))
                .isEqualTo(MODULE.with(
                        TlsSettings.DEFAULT.withServerName("192.0.2.1").withoutVerification()));
    }

    @Test
    void ordinaryRequestTakesAnyAnswerAndOffersNothing() {
        ProbeModule plain = module(
                Found.works(MODULE.with(upgrade("https://a.example", "chat"))
                                .with(Conversation.NONE.with(Compression.REQUIRED)))
                        .variations(),
                Change.PLAIN_GET);
        assertThat(plain.upgrade().opening()).isEqualTo(Opening.PLAIN_GET);
        assertThat(plain.upgrade().subprotocols()).isEmpty();
        assertThat(plain.upgrade().origin()).isEqualTo("https://a.example");
        assertThat(plain.conversation().compression()).isEqualTo(Compression.OFF);
        assertThat(plain.verdict().validStatusCodes())
                .contains(200, 302, 404, 502)
                .doesNotContain(101);
    }

    @Test
    void whatIsOfferedIsLeftOutOnceAndSubprotocolsAreOfferedOneByOne() {
        ProbeModule module = MODULE.with(upgrade("https://a.example", "chat.v2", "chat"))
                .with(Conversation.NONE.with(Compression.OFFERED));
        List<Variation> tried = Found.works(module).variations().tried();
        assertThat(tried)
                .extracting(Variation::name)
                .startsWith(
                        "with Origin https://chat.example.com",
                        "without Origin",
                        "without extensions",
                        "with subprotocol chat.v2",
                        "with subprotocol chat",
                        "without a subprotocol");
        assertThat(tried.get(3).module().upgrade().subprotocols()).containsExactly("chat.v2");
        assertThat(tried.get(5).module().upgrade().subprotocols()).isEmpty();
    }

    @Test
    void ownOriginIsNoChangeIfItIsSentAlready() {
        ProbeModule field = MODULE.with(new UpgradeSettings(
                List.of(new RequestHeader("origin", List.of(new Value.Plain("https://chat.example.com")))),
                null,
                List.of(),
                null,
                false));
        for (ProbeModule module : List.of(MODULE.with(upgrade("https://chat.example.com")), field)) {
            assertThat(Found.works(module).variations().tried())
                    .extracting(Variation::change)
                    .contains(Change.NO_ORIGIN)
                    .doesNotContain(Change.OWN_ORIGIN);
        }
        ProbeModule hidden = MODULE.with(new UpgradeSettings(
                List.of(new RequestHeader("Origin", List.of(new Value.Hidden(new Secret("https://chat.example.com"))))),
                null,
                List.of(),
                null,
                false));
        assertThat(module(Found.works(hidden).variations(), Change.OWN_ORIGIN).upgrade())
                .isEqualTo(UpgradeSettings.DEFAULT.withOrigin("https://chat.example.com"));
    }

    @Test
    void withoutAnOfferARefusalIsAskedForTheSubprotocolThatItNames() {
        Found refused = Found.refused(400).answered(400, null, "Sec-WebSocket-Protocol: sip, bad name, xmpp");
        assertThat(refused.variations().tried())
                .filteredOn(variation -> variation.change() == Change.ONE_SUBPROTOCOL)
                .extracting(variation -> variation.module().upgrade().subprotocols())
                .containsExactly(List.of("sip"), List.of("xmpp"));
        assertThat(refused.variations().tried()).extracting(Variation::change).contains(Change.WELL_KNOWN_SUBPROTOCOLS);
    }

    @Test
    void noTargetTakesMoreThanTwentyProbes() throws InvalidTargetException {
        ProbeModule greedy = MODULE.with(upgrade("https://a.example", "1", "2", "3", "4", "5", "6", "7"))
                .with(Conversation.NONE.with(Compression.OFFERED));
        Found base = Found.works(greedy)
                .presenting(Reason.UNKNOWN_AUTHORITY, Found.certificate("CN=a", "CN=b"))
                .failing(Phase.CONVERSATION, Reason.TIMEOUT, "late")
                .dialledNothing();
        Variations most = Variations.of(base.result(), environment("http://proxy.example:3128"));
        assertThat(most.tried()).hasSize(Variations.MOST_PROBES - 2);
        assertThat(most.tried())
                .filteredOn(variation -> variation.change() == Change.ONE_SUBPROTOCOL)
                .hasSize(RequestVariations.MOST_SUBPROTOCOLS);
    }

    @Test
    void whatComesAfterTheFailedPhaseIsLeftOut() {
        Variations variations = Found.works()
                .failing(Phase.CONNECT, Reason.CONNECTION_REFUSED, "refused")
                .variations();
        assertThat(variations.tried())
                .extracting(Variation::change)
                .containsExactly(Change.EACH_ADDRESS, Change.IP6_ONLY);
        assertThat(variations.leftOut())
                .contains("with Origin https://chat.example.com", "TLS 1.2 only", "without SNI", "over HTTP/2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"EXPORTER_LIMIT", "INTERNAL_ERROR"})
    void faultOfThisSideHasNoVariation(Reason reason) {
        assertThat(Found.works().failing(Phase.TLS, reason, "own").variations().tried())
                .isEmpty();
    }

    @Test
    void tokenThatCannotBeHadHasNoVariation() {
        assertThat(Found.works()
                        .failing(Phase.AUTH, Reason.AUTHENTICATION_SETUP, "no token")
                        .variations()
                        .tried())
                .isEmpty();
    }

    @Test
    void withoutTlsNothingOfTlsIsChanged() {
        assertThat(Found.of("ws://chat.example.com/").variations().tried())
                .extracting(Variation::change)
                .containsExactly(
                        Change.OWN_ORIGIN,
                        Change.DEFLATE,
                        Change.PLAIN_GET,
                        Change.HTTP_2,
                        Change.EACH_ADDRESS,
                        Change.IP6_ONLY);
    }

    @Test
    void addressHasNeitherOtherAddressesNorAServerName() {
        assertThat(Found.of("wss://192.0.2.1/").variations().tried())
                .extracting(Variation::change)
                .doesNotContain(Change.EACH_ADDRESS, Change.IP6_ONLY, Change.IP4_ONLY, Change.NO_SERVER_NAME);
    }

    @Test
    void verificationIsChangedOnlyIfTheCertificateIsNotValid() {
        Found invalid = Found.works().presenting(Reason.SELF_SIGNED, Found.certificate("CN=a", "CN=a"));
        assertThat(invalid.variations().tried()).extracting(Variation::change).contains(Change.NO_VERIFICATION);
        Found seen = Found.works(MODULE.with(TlsSettings.DEFAULT.withoutVerification()))
                .tls(invalid.tls());
        assertThat(seen.variations().tried())
                .extracting(Variation::change)
                .contains(Change.VERIFICATION)
                .doesNotContain(Change.NO_VERIFICATION);
        assertThat(module(seen.variations(), Change.VERIFICATION).tls().insecureSkipVerify())
                .isFalse();
    }

    @Test
    void proxyIsLeftOutOrUsed() throws InvalidTargetException {
        ProxySettings own =
                new ProxySettings(Proxy.parse("http://scott:tiger@proxy.example:3128"), NoProxy.NONE, false, List.of());
        Variations through = Found.works(MODULE.with(own)).variations();
        assertThat(through.tried())
                .filteredOn(variation -> variation.change() == Change.NO_PROXY)
                .singleElement()
                .satisfies(variation -> {
                    assertThat(variation.name()).isEqualTo("without the proxy http://<secret>@proxy.example:3128");
                    assertThat(variation.module()).isEqualTo(MODULE.with(ProxySettings.NONE));
                });
        assertThat(through.tried()).extracting(Variation::change).doesNotContain(Change.EACH_ADDRESS, Change.IP6_ONLY);
        Variations direct = Variations.of(Found.works().result(), environment("http://proxy.example:3128"));
        assertThat(module(direct, Change.PROXY).proxy().fromEnvironment()).isTrue();
    }

    @Test
    void proxyFromWhichTheModuleKeepsTheTargetIsUsedOnlyIfTheBaseFailed() throws InvalidTargetException {
        ProxySettings own = new ProxySettings(Proxy.parse("http://proxy.example:3128"), NoProxy.NONE, false, List.of());
        ProxySettings avoided = new ProxySettings(own.proxy(), new NoProxy("chat.example.com"), false, List.of());
        Found works = Found.works(MODULE.with(avoided));
        assertThat(module(works.failing(403).variations(), Change.PROXY).proxy())
                .isEqualTo(own);
        assertThat(works.variations().tried()).extracting(Variation::change).doesNotContain(Change.PROXY);
    }

    @Test
    void overHttp2NothingIsSentThatBelongsToHttp1() {
        RequestHeader tenant = new RequestHeader("X-Tenant", List.of(new Value.Plain("a")));
        List<RequestHeader> headers = List.of(
                new RequestHeader("Keep-Alive", List.of(new Value.Plain("timeout=5"))),
                tenant,
                new RequestHeader("te", List.of(new Value.Plain("trailers"))));
        Variations variations =
                Found.works(MODULE.with(UpgradeSettings.DEFAULT.with(headers))).variations();
        assertThat(module(variations, Change.HTTP_2).upgrade())
                .isEqualTo(UpgradeSettings.DEFAULT.with(List.of(tenant)).over(HttpVersion.HTTP_2));
        assertThat(module(variations, Change.OWN_ORIGIN).upgrade().headers()).isEqualTo(headers);
    }

    @Test
    void revocationListIsLookedAtWhateverElseIsChanged() {
        TlsSettings looking = TlsSettings.DEFAULT.withCrlCheck();
        Found invalid = Found.works(MODULE.with(looking.withoutVerification()))
                .tls(Found.works()
                        .presenting(Reason.SELF_SIGNED, Found.certificate("CN=a", "CN=a"))
                        .tls());
        List<Variation> tried = invalid.variations().tried();
        assertThat(tried)
                .extracting(Variation::change)
                .contains(Change.TLS_1_2_ONLY, Change.NO_SERVER_NAME, Change.VERIFICATION);
        assertThat(tried)
                .allSatisfy(variation -> assertThat(variation.module().tls().crlCheck())
                        .as(variation.name())
                        .isTrue());
    }

    @Test
    void revokedCertificateIsTriedWithoutVerification() {
        Found good = Found.works().presenting(null, Found.certificate("CN=a", "CN=b"));
        Found revoked = good.failing(Phase.TLS, Reason.CERTIFICATE_REVOKED, "it is on the list");
        assertThat(revoked.variations().tried()).extracting(Variation::change).contains(Change.NO_VERIFICATION);
        assertThat(good.variations().tried()).extracting(Variation::change).doesNotContain(Change.NO_VERIFICATION);
    }

    @Test
    void revocationThatTheModuleDoesNotMindIsTriedWithVerification() {
        Failure revocation = new Failure(Phase.TLS, Reason.CERTIFICATE_REVOKED, "it is on the list");
        Found good = Found.works(MODULE.with(TlsSettings.DEFAULT.withoutVerification()))
                .presenting(null, Found.certificate("CN=a", "CN=b"));
        TlsReport tls = Objects.requireNonNull(good.tls());
        for (TlsReport revoked : List.of(
                tls.lookedUp(new CrlReport(Instant.MAX, null, revocation)),
                tls.examined(
                        Objects.requireNonNull(tls.chain()),
                        new StapleReport(StapleReport.Status.REVOKED, null, null, revocation)))) {
            assertThat(good.tls(revoked).variations().tried())
                    .extracting(Variation::change)
                    .contains(Change.VERIFICATION);
        }
        assertThat(good.variations().tried()).extracting(Variation::change).doesNotContain(Change.VERIFICATION);
    }

    private static ProxyEnvironment environment(String proxy) throws InvalidTargetException {
        return ProxyEnvironment.of(Map.of("HTTPS_PROXY", proxy));
    }

    private static UpgradeSettings upgrade(String origin, String... subprotocols) {
        return new UpgradeSettings(List.of(), origin, List.of(subprotocols), null, false);
    }

    private static ProbeModule module(Variations variations, Change change) {
        return Objects.requireNonNull(variations.tried().stream()
                        .filter(variation -> variation.change() == change)
                        .findFirst()
                        .orElse(null))
                .module();
    }
}
