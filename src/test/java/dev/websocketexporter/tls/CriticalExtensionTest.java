package dev.websocketexporter.tls;

import static dev.websocketexporter.tls.ChainFixtures.FAR;
import static dev.websocketexporter.tls.ChainFixtures.ISSUING_KEYS;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.ca;
import static dev.websocketexporter.tls.ChainFixtures.leaf;
import static dev.websocketexporter.tls.ChainRow.accepted;
import static dev.websocketexporter.tls.ChainRow.invalid;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 5280 §4.2: a critical extension is processed, or the certificate is refused; and policies, §6.1. */
class CriticalExtensionTest {
    private static final String NO_POLICY = "no certificate policy holds for the whole path";
    private static final ASN1ObjectIdentifier ANY = new ASN1ObjectIdentifier("2.5.29.32.0");
    private static final ASN1ObjectIdentifier P1 = new ASN1ObjectIdentifier("1.2.3.1");
    private static final ASN1ObjectIdentifier P2 = new ASN1ObjectIdentifier("1.2.3.2");

    static Stream<ChainRow> rows() {
        return Stream.of(unprocessed(), processed(), mapped()).flatMap(rows -> rows);
    }

    private static Stream<ChainRow> unprocessed() {
        SubjectKeyIdentifier subjectKey = new SubjectKeyIdentifier(new byte[20]);
        AuthorityKeyIdentifier authorityKey = new AuthorityKeyIdentifier(new byte[20]);
        AuthorityInformationAccess access = new AuthorityInformationAccess(
                AccessDescription.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, "http://a.test"));
        TestIdentity keyed = ca("Keyed CA")
                .critical(Extension.subjectKeyIdentifier, subjectKey)
                .signedBy(ROOT);
        return Stream.of(
                critical(Extension.subjectKeyIdentifier, subjectKey, "2.5.29.14, subjectKeyIdentifier"),
                critical(Extension.authorityKeyIdentifier, authorityKey, "2.5.29.35, authorityKeyIdentifier"),
                critical(Extension.authorityInfoAccess, access, "1.3.6.1.5.5.7.1.1, authorityInfoAccess"),
                critical(
                        Extension.issuerAlternativeName,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "ca.test")),
                        "2.5.29.18, issuerAltName"),
                invalid(
                        "a critical subjectKeyIdentifier of a CA",
                        "certificate 1 CN=Keyed CA: has the critical extension 2.5.29.14",
                        leaf().signedBy(keyed),
                        keyed),
                malformed(Extension.subjectKeyIdentifier),
                malformed(Extension.authorityKeyIdentifier),
                malformed(Extension.cRLDistributionPoints),
                malformed(Extension.authorityInfoAccess),
                invalid(
                        "an unknown qualifier of a policy in a critical extension",
                        "leaf CN=a.example: extension 2.5.29.32 cannot be read",
                        leaf().critical(Extension.certificatePolicies, qualified("1.2.3.4"))
                                .signedBy(ROOT)),
                accepted(
                        "a known one",
                        ROOT,
                        FAR,
                        leaf().critical(Extension.certificatePolicies, qualified(PolicyQualifierId.id_qt_cps.getId()))
                                .signedBy(ROOT)),
                accepted(
                        "an unknown one in an extension that is not critical",
                        ROOT,
                        FAR,
                        leaf().plain(Extension.certificatePolicies, qualified("1.2.3.4"))
                                .signedBy(ROOT)),
                invalid(
                        "the same policy twice",
                        "leaf CN=a.example: extension 2.5.29.32 cannot be read",
                        leaf().plain(Extension.certificatePolicies, new DERSequence(new ASN1Encodable[] {
                                    new PolicyInformation(P1), new PolicyInformation(P1)
                                }))
                                .signedBy(ROOT)),
                accepted(
                        "the same, not critical",
                        ROOT,
                        FAR,
                        leaf().plain(Extension.subjectKeyIdentifier, subjectKey)
                                .plain(Extension.authorityKeyIdentifier, authorityKey)
                                .plain(Extension.authorityInfoAccess, access)
                                .signedBy(ROOT)));
    }

    /** It decides nothing, but Go and OpenSSL refuse a certificate that has it so. */
    private static ASN1Encodable qualified(String qualifier) {
        return new CertificatePolicies(new PolicyInformation(
                P1,
                new DERSequence(new PolicyQualifierInfo(
                        new ASN1ObjectIdentifier(qualifier), new DERIA5String("http://a.test")))));
    }

    private static ChainRow malformed(ASN1ObjectIdentifier kind) {
        return invalid(
                "malformed " + kind,
                "leaf CN=a.example: extension " + kind.getId() + " cannot be read",
                leaf().extension(kind, false, new byte[] {0x05, 0}).signedBy(ROOT));
    }

    private static Stream<ChainRow> processed() {
        TestIdentity demanding = ca("CA").critical(
                        Extension.policyConstraints, new PolicyConstraints(BigInteger.ZERO, null))
                .plain(Extension.certificatePolicies, policies(P1))
                .signedBy(ROOT);
        TestIdentity demandingLater = ca("CA").critical(
                        Extension.policyConstraints, new PolicyConstraints(BigInteger.valueOf(2), null))
                .signedBy(ROOT);
        TestIdentity noAny = ca("CA").critical(
                        Extension.policyConstraints, new PolicyConstraints(BigInteger.ZERO, null))
                .critical(Extension.inhibitAnyPolicy, new ASN1Integer(0))
                .plain(Extension.certificatePolicies, policies(P1))
                .signedBy(ROOT);
        TestIdentity inhibiting = ca("CA").critical(Extension.inhibitAnyPolicy, new ASN1Integer(0))
                .signedBy(ROOT);
        return Stream.of(
                invalid("a policy demanded, and none there", NO_POLICY, leaf().signedBy(demanding), demanding),
                invalid("a policy demanded, and another there", NO_POLICY, with(P2).signedBy(demanding), demanding),
                accepted("a policy demanded and there", ROOT, FAR, with(P1).signedBy(demanding), demanding),
                accepted(
                        "a policy demanded, and any there", ROOT, FAR, with(ANY).signedBy(demanding), demanding),
                invalid(
                        "any policy, which stands for none",
                        NO_POLICY,
                        with(ANY).signedBy(noAny),
                        noAny),
                accepted("a policy demanded further below", ROOT, FAR, leaf().signedBy(demandingLater), demandingLater),
                accepted(
                        "anyPolicy inhibited, and no policy demanded",
                        ROOT,
                        FAR,
                        with(ANY).signedBy(inhibiting),
                        inhibiting),
                invalid(
                        "a leaf that demands a policy of its path",
                        NO_POLICY,
                        leaf().critical(Extension.policyConstraints, new PolicyConstraints(BigInteger.ZERO, null))
                                .signedBy(ROOT)));
    }

    private static Stream<ChainRow> mapped() {
        TestIdentity demanding = ca("Upper")
                .critical(Extension.policyConstraints, new PolicyConstraints(BigInteger.ZERO, null))
                .plain(Extension.certificatePolicies, policies(P1))
                .signedBy(ROOT);
        TestIdentity mapping = ca("Lower")
                .critical(Extension.policyMappings, mapping(P1, P2))
                .plain(Extension.certificatePolicies, policies(P1))
                .key(ISSUING_KEYS)
                .signedBy(demanding);
        TestIdentity noMapping = ca("Upper")
                .critical(Extension.policyConstraints, new PolicyConstraints(BigInteger.ZERO, BigInteger.ZERO))
                .plain(Extension.certificatePolicies, policies(P1))
                .signedBy(ROOT);
        TestIdentity mappingAll =
                ca("Lower").critical(Extension.policyMappings, mapping(ANY, P2)).signedBy(ROOT);
        TestIdentity inVain = ca("Lower")
                .critical(Extension.policyMappings, mapping(P1, P2))
                .plain(Extension.certificatePolicies, policies(P1))
                .key(ISSUING_KEYS)
                .signedBy(noMapping);
        return Stream.of(
                accepted("a mapped policy", ROOT, FAR, with(P2).signedBy(mapping), mapping, demanding),
                invalid("a policy that was mapped away", NO_POLICY, with(P1).signedBy(mapping), mapping, demanding),
                invalid("mapping inhibited", NO_POLICY, with(P2).signedBy(inVain), inVain, noMapping),
                invalid(
                        "anyPolicy mapped",
                        "its policyMappings map anyPolicy",
                        leaf().signedBy(mappingAll),
                        mappingAll));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judges(ChainRow row) {
        row.assertJudged();
    }

    private static ChainRow critical(ASN1ObjectIdentifier kind, ASN1Encodable value, String told) {
        return invalid(
                "critical " + told,
                "leaf CN=a.example: has the critical extension " + told + " (expected: not critical",
                leaf().critical(kind, value).signedBy(ROOT));
    }

    private static CertificateRecipe with(ASN1ObjectIdentifier policy) {
        return leaf().plain(Extension.certificatePolicies, policies(policy));
    }

    private static CertificatePolicies policies(ASN1ObjectIdentifier... policies) {
        return new CertificatePolicies(
                Arrays.stream(policies).map(PolicyInformation::new).toArray(PolicyInformation[]::new));
    }

    private static ASN1Encodable mapping(ASN1ObjectIdentifier from, ASN1ObjectIdentifier to) {
        return new DERSequence(new DERSequence(new ASN1Encodable[] {from, to}));
    }
}
