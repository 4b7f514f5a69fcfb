package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ChainReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedIdentityTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final SelfSignedIdentity IDENTITY = SelfSignedIdentity.create(NOW);

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "probe-1.localhost", "127.0.0.1", "::1"})
    void whoTrustsItsIssuerVerifiesItForTheLoopback(String name) {
        ChainReport report = examine(name, NOW);

        assertThat(report.fault()).isNull();
        assertThat(report.checks()).doesNotContainValue(false);
    }

    @Test
    void itIsValidForADay() {
        assertThat(examine("localhost", NOW.plus(Duration.ofHours(23))).verified())
                .isTrue();
        assertThat(examine("localhost", NOW.plus(Duration.ofHours(25))).verified())
                .isFalse();
    }

    @Test
    void everyOneHasAKeyOfItsOwn() {
        assertThat(SelfSignedIdentity.create(NOW).certificate().getPublicKey())
                .isNotEqualTo(IDENTITY.certificate().getPublicKey());
    }

    @Test
    void issuerInPemIsReadBack() throws Exception {
        TrustAnchors trusting = TrustAnchors.parse(IDENTITY.issuerPem(), "test.pem");

        assertThat(trusting.size()).isEqualTo(1);
        assertThat(trusting.contains(ParsedCertificate.of(IDENTITY.issuer()))).isTrue();
    }

    private static ChainReport examine(String name, Instant now) {
        TrustAnchors trusting = TrustAnchors.of(List.of(IDENTITY.issuer()), "test.pem");
        return PeerVerifier.examine(List.of(IDENTITY.certificate()), name, trusting, now);
    }
}
