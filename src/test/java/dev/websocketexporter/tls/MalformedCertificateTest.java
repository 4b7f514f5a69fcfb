package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_EXPIRED;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_INVALID;
import static dev.websocketexporter.tls.ChainFixtures.ISSUING;
import static dev.websocketexporter.tls.ChainFixtures.LEAF;
import static dev.websocketexporter.tls.ChainFixtures.NOW;
import static dev.websocketexporter.tls.ChainFixtures.OTHER_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.PAST;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.detail;
import static dev.websocketexporter.tls.ChainFixtures.failedChecks;
import static dev.websocketexporter.tls.ChainFixtures.leaf;
import static dev.websocketexporter.tls.ChainFixtures.reason;
import static dev.websocketexporter.tls.ChainFixtures.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.testkit.PlainWords;
import dev.websocketexporter.testkit.TestIdentity;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One odd byte in one certificate hides nothing but itself. */
class MalformedCertificateTest {
    private static final X509Certificate LEAF_CERTIFICATE = LEAF.certificate();

    /**
     * A spoilt part of the leaf.
     *
     * @param told in the detail
     * @param gone what the facts do not have any more
     */
    record Row(String fact, byte[] leaf, String told, UnaryOperator<CertificateFacts> gone) {
        @Override
        public String toString() {
            return fact;
        }
    }

    static Stream<Row> rows() throws Exception {
        byte[] der = LEAF_CERTIFICATE.getEncoded();
        return Stream.of(
                new Row("a padded serial number", paddedSerial(), "its serial number is padded", facts -> facts),
                new Row(
                        "a signature with unused bits",
                        unusedBits(der),
                        "its signature has 3 unused bits",
                        facts -> facts),
                new Row(
                        "a notBefore that is no date",
                        spoiltDate(der, 0),
                        "its notBefore cannot be read",
                        facts -> with(facts, facts.serialNumber(), true, false)),
                new Row(
                        "a notAfter that is no date",
                        spoiltDate(der, 1),
                        "its notAfter cannot be read",
                        facts -> with(facts, facts.serialNumber(), false, true)),
                new Row(
                        "a notBefore that no calendar has",
                        dated("200230000000Z", 0x17),
                        "its notBefore cannot be read",
                        facts -> with(facts, facts.serialNumber(), true, false)),
                new Row(
                        "a fraction of a second",
                        dated("20200101000000.5Z", 0x18),
                        "its notBefore is no date that there is",
                        facts -> begins(facts, "2020-01-01T00:00:00.500Z")),
                new Row("a version that there is not", versioned(3), "its version is 4", facts -> facts),
                new Row(
                        "extensions in version 1",
                        versioned(-1),
                        "it has extensions, and its version is 1",
                        facts -> facts),
                new Row("a padded length", paddedLength(der), "it has a length in more bytes", facts -> facts),
                new Row("bytes after it", Arrays.copyOf(der, der.length + 1), "bytes follow it", facts -> facts));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatCanBeReadIsThere(Row row) throws Exception {
        ChainReport good = examined(LEAF_CERTIFICATE, ISSUING.certificate());

        ChainReport report = examined(new RawCertificate(row.leaf), ISSUING.certificate());

        assertThat(reason(report)).as("%s", report.fault()).isEqualTo(CERTIFICATE_INVALID);
        assertThat(detail(report)).contains("leaf CN=a.example: malformed: " + row.told);
        assertThat(report.verified()).isFalse();
        assertThat(unmarked(report.presented().get(0))).isEqualTo(unmarked(row.gone.apply(good.leaf())));
        assertThat(report.presented().get(1)).isEqualTo(good.presented().get(1));
    }

    @Test
    void whatIsNoCertificateAtAllLeavesTheOthersTheirFacts() {
        ChainReport good = examined(LEAF_CERTIFICATE, ISSUING.certificate());

        ChainReport report = examined(LEAF_CERTIFICATE, new RawCertificate("hello".getBytes(StandardCharsets.UTF_8)));

        assertThat(report.presented()).hasSize(2);
        assertThat(report.leaf()).isEqualTo(good.leaf());
        assertThat(report.earliestExpiry()).isEqualTo(good.leaf().notAfter());
        assertThat(report.presented().get(1).fingerprintSha256()).hasSize(64);
        assertThat(report.presented().get(1).notAfter()).isNull();
        assertThat(reason(report)).isEqualTo(CERTIFICATE_INVALID);
        assertThat(detail(report)).startsWith("certificate 1: malformed: it cannot be read: ");
        assertThat(failedChecks(report)).containsExactly(CertificateCheck.TRUST);
    }

    @Test
    void aMalformedCertificateThatIsNotNeededIsToldAndTheRestIsJudged() throws Exception {
        ChainReport report = examined(
                LEAF_CERTIFICATE,
                ISSUING.certificate(),
                new RawCertificate(unusedBits(OTHER_ROOT.certificate().getEncoded())));

        assertThat(reason(report)).isEqualTo(CERTIFICATE_INVALID);
        assertThat(detail(report)).startsWith("certificate 2 CN=Other Root: malformed: ");
        assertThat(failedChecks(report)).isEmpty();
        assertThat(report.verifiedChainExpiry()).isNotNull();
    }

    @Test
    void datesAndTrustComeFirst() throws Exception {
        TestIdentity expired = leaf().validUntil(PAST).signedBy(ISSUING);
        byte[] odd = unusedBits(expired.certificate().getEncoded());

        assertThat(reason(examined(new RawCertificate(odd), ISSUING.certificate())))
                .isEqualTo(CERTIFICATE_EXPIRED);
    }

    @Test
    void aWholeThatIsAllMalformedHasNoDates() {
        ChainReport report = examined(new RawCertificate(new byte[] {0x30, 0}));

        assertThat(report.earliestExpiry()).isNull();
        assertThat(report.verifiedChainExpiry()).isNull();
        assertThat(reason(report)).isEqualTo(CERTIFICATE_INVALID);
        assertThat(report.leaf().subject()).isEmpty();
    }

    @Test
    void noSpoiltByteMakesAReportImpossible() throws Exception {
        byte[] good = LEAF_CERTIFICATE.getEncoded();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < good.length; i++) {
            for (int flip : new int[] {0x01, 0x80}) {
                byte[] spoilt = good.clone();
                spoilt[i] ^= (byte) flip;

                ChainReport report = examined(new RawCertificate(spoilt), ISSUING.certificate());

                assertThat(report.verified()).as("byte %s", i).isFalse();
                assertThat(report.presented().get(1).subject()).isEqualTo("CN=Issuing CA");
                told.add(detail(report));
            }
        }
        PlainWords.assertPlain(told);
    }

    @Test
    void whatOnlyTheTlsEngineSawIsToldUnlessThereIsAGraverFault() {
        PeerVerification good = verified("a.example");
        PeerVerification otherName = verified("b.example");

        ChainReport report = good.withMalformedLeaf("it is not in DER").chain();

        assertThat(good.chain().verified()).isTrue();
        assertThat(reason(report)).isEqualTo(CERTIFICATE_INVALID);
        assertThat(detail(report)).isEqualTo("leaf: malformed: it is not in DER");
        assertThat(report.presented()).isEqualTo(good.chain().presented());
        assertThat(otherName.withMalformedLeaf("it is not in DER")).isSameAs(otherName);
    }

    private static PeerVerification verified(String name) {
        return PeerVerification.of(
                new PeerCertificates(List.of(LEAF_CERTIFICATE, ISSUING.certificate()), null),
                name,
                trusting(ROOT),
                NOW,
                VerificationBudget.begin(() -> false));
    }

    private static ChainReport examined(X509Certificate... presented) {
        return PeerVerifier.examine(List.of(presented), "a.example", trusting(ROOT), NOW);
    }

    /** The fingerprint is that of other bytes. */
    private static CertificateFacts unmarked(CertificateFacts facts) {
        return new CertificateFacts(
                "",
                facts.subject(),
                facts.issuer(),
                facts.subjectCommonName(),
                facts.issuerCommonName(),
                facts.dnsNames(),
                facts.serialNumber(),
                facts.notBefore(),
                facts.notAfter());
    }

    private static CertificateFacts with(CertificateFacts facts, String serial, boolean noBegin, boolean noEnd) {
        return new CertificateFacts(
                "",
                facts.subject(),
                facts.issuer(),
                facts.subjectCommonName(),
                facts.issuerCommonName(),
                facts.dnsNames(),
                serial,
                noBegin ? null : facts.notBefore(),
                noEnd ? null : facts.notAfter());
    }

    /** The last BIT STRING: its first byte is the number of unused bits. */
    private static byte[] unusedBits(byte[] der) {
        List<byte[]> parts = DerParts.of(der, DerParts.SEQUENCE);
        byte[] signature = parts.get(2);
        byte[] odd = der.clone();
        odd[der.length - DerParts.content(signature, 3).length] = 3;
        return odd;
    }

    /** The first or the second UTCTime of thirteen characters. */
    private static byte[] spoiltDate(byte[] der, int which) {
        String text = new String(der, StandardCharsets.ISO_8859_1);
        int first = text.indexOf("\u0017\r");
        int at = which == 0 ? first : text.indexOf("\u0017\r", first + 2);
        byte[] odd = der.clone();
        odd[at + 2] = 'x';
        return odd;
    }

    /** The serial number 0x1001 as 00 10 01, the leaf signed anew. */
    private static byte[] paddedSerial() throws CertificateEncodingException {
        byte[] der = LEAF_CERTIFICATE.getEncoded();
        List<byte[]> parts = DerParts.of(der, DerParts.SEQUENCE);
        List<byte[]> signed = DerParts.of(parts.get(0), DerParts.SEQUENCE);
        byte[] padded = {2, 3, 0, 0x10, 1};
        assertThat(new BigInteger(DerParts.content(signed.get(1), 2))).isEqualTo(BigInteger.valueOf(0x1001));
        byte[] tbs = constructed(signed.get(0), padded, signed.subList(2, signed.size()));
        return MalformedCertificateTest.signed(tbs, parts.get(1));
    }

    /** The leaf with another notBefore, signed anew. */
    private static byte[] dated(String notBefore, int tag) {
        return remade(signed -> {
            byte[] until = DerParts.of(signed.get(4), DerParts.SEQUENCE).get(1);
            byte[] from = new byte[notBefore.length() + 2];
            from[0] = (byte) tag;
            from[1] = (byte) notBefore.length();
            System.arraycopy(notBefore.getBytes(StandardCharsets.US_ASCII), 0, from, 2, notBefore.length());
            signed.set(
                    4,
                    ByteBuffer.allocate(from.length + until.length + 2)
                            .put((byte) 0x30)
                            .put((byte) (from.length + until.length))
                            .put(from)
                            .put(until)
                            .array());
        });
    }

    /** The leaf with this number for its version, signed anew; negative: none. */
    private static byte[] versioned(int number) {
        return remade(signed -> {
            signed.remove(0);
            if (number >= 0) {
                signed.add(0, new byte[] {(byte) 0xa0, 3, 2, 1, (byte) number});
            }
        });
    }

    private static byte[] remade(Consumer<List<byte[]>> change) {
        try {
            List<byte[]> parts = DerParts.of(LEAF_CERTIFICATE.getEncoded(), DerParts.SEQUENCE);
            List<byte[]> signed = new ArrayList<>(DerParts.of(parts.get(0), DerParts.SEQUENCE));
            change.accept(signed);
            return signed(constructed(signed.get(0), signed.get(1), signed.subList(2, signed.size())), parts.get(1));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 30 82 … as 30 83 00 …. */
    private static byte[] paddedLength(byte[] der) {
        return ByteBuffer.allocate(der.length + 1)
                .put((byte) 0x30)
                .put((byte) 0x83)
                .put((byte) 0)
                .put(der, 2, der.length - 2)
                .array();
    }

    private static CertificateFacts begins(CertificateFacts facts, String notBefore) {
        return new CertificateFacts(
                facts.fingerprintSha256(),
                facts.subject(),
                facts.issuer(),
                facts.subjectCommonName(),
                facts.issuerCommonName(),
                facts.dnsNames(),
                facts.serialNumber(),
                Instant.parse(notBefore),
                facts.notAfter());
    }

    private static byte[] constructed(byte[] first, byte[] second, List<byte[]> rest) {
        int length = first.length
                + second.length
                + rest.stream().mapToInt(part -> part.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(length + 4);
        buffer.put((byte) 0x30)
                .put((byte) 0x82)
                .putShort((short) length)
                .put(first)
                .put(second);
        rest.forEach(buffer::put);
        return buffer.array();
    }

    private static byte[] signed(byte[] tbs, byte[] algorithm) {
        try {
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(ISSUING.keys().getPrivate());
            signing.update(tbs);
            byte[] value = signing.sign();
            ByteBuffer bits = ByteBuffer.allocate(value.length + 3);
            bits.put((byte) 3).put((byte) (value.length + 1)).put((byte) 0).put(value);
            return constructed(tbs, algorithm, List.of(bits.array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
