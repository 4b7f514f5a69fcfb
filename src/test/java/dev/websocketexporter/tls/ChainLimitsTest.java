package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.Reason.UNKNOWN_AUTHORITY;
import static dev.websocketexporter.tls.ChainFixtures.ISSUING;
import static dev.websocketexporter.tls.ChainFixtures.LEAF;
import static dev.websocketexporter.tls.ChainFixtures.NOW;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.RSA;
import static dev.websocketexporter.tls.ChainFixtures.ca;
import static dev.websocketexporter.tls.ChainFixtures.certificates;
import static dev.websocketexporter.tls.ChainFixtures.detail;
import static dev.websocketexporter.tls.ChainFixtures.leaf;
import static dev.websocketexporter.tls.ChainFixtures.reason;
import static dev.websocketexporter.tls.ChainFixtures.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer may make us work, and the words when that is not enough. */
class ChainLimitsTest {
    /** RSA under identifiers that are not for signatures of certificates: id-ea-rsa, RSAES-OAEP, OIW's. */
    @ParameterizedTest
    @ValueSource(strings = {"2.5.8.1.1", "1.2.840.113549.1.1.7", "1.3.14.3.2.1.1"})
    void aKeyUnderAnotherIdentifierSignsNothing(String identifier) {
        TestIdentity odd = ca("Odd CA").key(under(identifier)).signedBy(ROOT);

        ChainReport report = examined(certificates(leaf().signedBy(odd), odd));

        assertThat(reason(report)).isEqualTo(UNKNOWN_AUTHORITY);
        assertThat(detail(report))
                .startsWith(
                        "leaf CN=a.example names certificate 1 CN=Odd CA as its issuer, which has a key of the kind "
                                + identifier + " (expected: RSA, EC on a named curve, Ed25519 or Ed448)");
    }

    @Test
    void rsaUnderItsTwoIdentifiersSigns() {
        TestIdentity plain = ca("CA").key(RSA).signedBy(ROOT);
        TestIdentity pss = ca("PSS CA")
                .key(under(PKCSObjectIdentifiers.id_RSASSA_PSS.getId()))
                .signedBy(ROOT);

        assertThat(examined(certificates(leaf().signedBy(plain), plain)).fault())
                .isNull();
        assertThat(examined(certificates(
                                leaf().signature("SHA256withRSAandMGF1").signedBy(pss), pss))
                        .fault())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10040.4.1, of the kind 1.2.840.10040.4.1",
        "1.3.14.3.2.12, of the kind 1.3.14.3.2.12",
        "1.3.14.3.2.20, of the kind 1.3.14.3.2.20",
        "2.5.8.1.1, of the kind 2.5.8.1.1"
    })
    void kindsOutsideOfTheListAreRefusedWithoutBeingParsed(String identifier, String refusal) {
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(identifier), DERNull.INSTANCE), new byte[] {1});

        KeyStrength strength = KeyStrength.of(key);

        assertThat(strength.isAffordable()).isFalse();
        assertThat(strength.isEnough()).isFalse();
        assertThat(strength.refusal()).startsWith(refusal);
    }

    @Test
    void issuerBehindTheLastCertificateThatIsSearchedIsNotSaidToBeMissing() {
        List<X509Certificate> presented = new ArrayList<>(certificates(LEAF));
        for (int i = 1; i < PathSearch.MAX_PRESENTED; i++) {
            presented.add(ca("Superfluous " + i).signedBy(ROOT).certificate());
        }
        presented.add(ISSUING.certificate());

        ChainReport report = examined(presented);

        assertThat(reason(report)).isEqualTo(UNKNOWN_AUTHORITY);
        assertThat(detail(report))
                .startsWith(
                        "no path to a trusted certificate was found, but the search met a limit: only the first 48 of"
                                + " 49 presented certificates were looked at")
                .doesNotContain("neither presented nor trusted");
    }

    @Test
    void aPathThatWasFoundWithinTheLimitsIsGood() {
        List<X509Certificate> presented = new ArrayList<>(certificates(LEAF, ISSUING));
        for (int i = 0; i < PathSearch.MAX_PRESENTED; i++) {
            presented.add(ca("Superfluous " + i).signedBy(ROOT).certificate());
        }

        assertThat(examined(presented).fault()).isNull();
    }

    @Test
    void tooManySignaturesAreSaid() {
        // Namesakes in a line: at each step, all of them may be the issuer.
        List<X509Certificate> presented = new ArrayList<>();
        TestIdentity above = ca("Namesake").selfSigned();
        for (int i = 1; i < PathSearch.MAX_PRESENTED; i++) {
            above = ca("Namesake").signedBy(above);
            presented.add(above.certificate());
        }
        presented.add(0, leaf().signedBy(above).certificate());

        assertThat(detail(examined(presented))).contains("the search met a limit: only the first 100 signatures were");
    }

    @Test
    void timeIsALimitToo() {
        AtomicLong spent = new AtomicLong();
        VerificationBudget budget =
                new VerificationBudget(() -> false, () -> spent.getAndAdd(VerificationBudget.MOST.toNanos()));

        PeerVerification verification = PeerVerification.of(
                new PeerCertificates(certificates(LEAF, ISSUING), null), "a.example", trusting(ROOT), NOW, budget);

        assertThat(detail(verification.chain()))
                .startsWith(
                        "no path to a trusted certificate was found, but the search met a limit: only what 1000 ms of"
                                + " CPU time sufficed for was looked at");
        assertThat(verification.holdsAt(NOW.plusSeconds(29))).isTrue();
        assertThat(verification.holdsAt(NOW.plusSeconds(30))).isFalse();
    }

    @Test
    void nobodyWaitsNobodyWorks() {
        VerificationBudget unwanted = new VerificationBudget(() -> true, () -> 0);

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> PeerVerification.of(
                        new PeerCertificates(certificates(LEAF, ISSUING), null),
                        "a.example",
                        trusting(ROOT),
                        NOW,
                        unwanted));
    }

    private static ChainReport examined(List<X509Certificate> presented) {
        return PeerVerifier.examine(presented, "a.example", trusting(ROOT), NOW);
    }

    /** The same key, named in another way. */
    private static KeyPair under(String identifier) {
        SubjectPublicKeyInfo usual =
                SubjectPublicKeyInfo.getInstance(RSA.getPublic().getEncoded());
        byte[] encoded;
        try {
            encoded = new SubjectPublicKeyInfo(
                            new AlgorithmIdentifier(new ASN1ObjectIdentifier(identifier), DERNull.INSTANCE),
                            usual.parsePublicKey())
                    .getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PublicKey renamed = new PublicKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getAlgorithm() {
                return "RSA";
            }

            @Override
            public String getFormat() {
                return "X.509";
            }

            @Override
            public byte[] getEncoded() {
                return encoded.clone();
            }
        };
        return new KeyPair(renamed, RSA.getPrivate());
    }
}
