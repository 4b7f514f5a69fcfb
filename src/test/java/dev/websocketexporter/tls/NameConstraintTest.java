package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_INVALID;
import static dev.websocketexporter.tls.ChainFixtures.NOW;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.ca;
import static dev.websocketexporter.tls.ChainFixtures.certificates;
import static dev.websocketexporter.tls.ChainFixtures.detail;
import static dev.websocketexporter.tls.ChainFixtures.leaf;
import static dev.websocketexporter.tls.ChainFixtures.reason;
import static dev.websocketexporter.tls.ChainFixtures.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.util.encoders.Hex;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5280 §4.2.1.10. What a leaf can be used for counts, not how its names are spelt. */
class NameConstraintTest {
    @ParameterizedTest
    @CsvSource({
        "*.a.example, b.a.example",
        "*.a.example, B.A.example",
        "*.A.example, b.a.example",
        "*.a.example, a.example",
        "*.a.example, example",
        "*.a.example, .a.example",
        "b.a.example, .a.example",
        "a.example, a.example",
        "*.example, a.example",
    })
    void whatCanReachAnExcludedNameIsRefused(String name, String excluded) {
        ChainReport report = examined(excluding(dns(excluded)), name);

        assertThat(reason(report)).isEqualTo(CERTIFICATE_INVALID);
        assertThat(detail(report))
                .contains("leaf CN=a.example: violates the name constraints of its issuers: DNS name ");
    }

    @ParameterizedTest
    @CsvSource({
        "*.a.example, c.b.a.example",
        "*.a.example, .b.a.example",
        "*.a.example, xa.example",
        "*.a.example, b.other.example",
        "a.example, .a.example",
        "a.example, b.a.example",
        "b.a.example, c.a.example",
        "xa.example, a.example"
    })
    void whatCannotIsAccepted(String name, String excluded) {
        assertThat(invalid(examined(excluding(dns(excluded)), name))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "*.a.example, a.example, true",
        "*.a.example, .a.example, true",
        "*.a.example, example, true",
        "*.a.example, b.a.example, false",
        "a.example, .a.example, false",
        "a.example, A.EXAMPLE, true",
        "a.example, b.example, false",
        "a.example, a.example., true",
        "a.example., a.example, true",
        "b.a.example, a.example., true",
        "b.example, a.example., false",
        "a.example, '', true"
    })
    void whatIsPermittedMustBeSoForEveryNameOfAWildcard(String name, String permitted, boolean accepted) {
        assertThat(invalid(examined(permitting(dns(permitted)), name))).isEqualTo(!accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {".a.example", "a..example", "a.example..", "a example"})
    void aNameThatIsNoneIsNotPermitted(String name) {
        ChainReport constrained = examined(permitting(dns("example")), name, "a.example");

        assertThat(reason(constrained)).isEqualTo(CERTIFICATE_INVALID);
        assertThat(detail(constrained)).contains("DNS name " + name + " is malformed, and so not permitted");
        assertThat(invalid(examined(permitting(network("0a000000ff000000")), name, "a.example")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a@mail.example, false", "a@other.test, true"})
    void anEmailAddressInTheSubjectCountsWithoutAlternativeNames(String address, boolean refused) {
        GeneralName permitted = new GeneralName(GeneralName.rfc822Name, "mail.example");
        CertificateRecipe recipe = leaf().subject(new X500NameBuilder()
                .addRDN(BCStyle.EmailAddress, new DERIA5String(address))
                .build());
        TestIdentity issuer = permitting(permitted);
        TestIdentity named = recipe.signedBy(issuer);
        TestIdentity nameless = recipe.without(Extension.subjectAlternativeName).signedBy(issuer);

        assertThat(examined(issuer, nameless).checks().get(CertificateCheck.TRUST))
                .isEqualTo(!refused);
        assertThat(examined(issuer, named).checks().get(CertificateCheck.TRUST)).isTrue();
    }

    @Test
    void theEmptyNameExcludesAllNames() {
        ChainReport report = examined(excluding(dns("")), "a.example");

        assertThat(reason(report)).isEqualTo(CERTIFICATE_INVALID);
        assertThat(detail(report)).endsWith("DNS name a.example is excluded (by the empty name, which is all names)");
        assertThat(report.verified()).isFalse();
        assertThat(invalid(examined(excluding(dns("")), "127.0.0.1"))).isFalse();
    }

    @Test
    void theEmptyDirectoryNameExcludesAllSubjects() {
        GeneralName none = new GeneralName(new X500Name(new RDN[0]));

        assertThat(detail(examined(excluding(none), "a.example"))).endsWith("every directory name is excluded");
        assertThat(invalid(examined(permitting(none), "a.example"))).isFalse();
    }

    @Test
    void everyIssuerOnThePathMustPermit() {
        TestIdentity upper = constrained(new NameConstraints(subtrees(dns("example")), null));
        TestIdentity lower = ca("Lower CA")
                .critical(Extension.nameConstraints, new NameConstraints(subtrees(dns("other.test")), null))
                .signedBy(upper);

        ChainReport report = PeerVerifier.examine(
                certificates(leaf().signedBy(lower), lower, upper), "a.example", trusting(ROOT), NOW);

        assertThat(reason(report)).isEqualTo(CERTIFICATE_INVALID);
        assertThat(detail(report)).contains("DNS name a.example is not permitted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.example", "a..example", "a.example..", "a example", "..example", "ä.example", "."})
    void aMalformedNameInAConstraintIsRefused(String base) {
        ChainReport excluded = examined(excluding(dns(base)), "b.test");
        ChainReport permitted = examined(permitting(dns(base)), "b.test");

        assertThat(detail(excluded))
                .contains("certificate 1 CN=Constrained CA: its name constraints cannot be judged: ");
        assertThat(detail(permitted))
                .contains("certificate 1 CN=Constrained CA: its name constraints cannot be judged: ");
    }

    @ParameterizedTest
    @CsvSource({"0a000000, 4 bytes", "0a000000ff00ff00, a mask with holes", "0a00000000ffffff, a mask with holes"})
    void aMalformedNetworkInAConstraintIsRefused(String hex, String told) {
        GeneralName network = network(hex);

        assertThat(detail(examined(excluding(network), "a.example")))
                .contains("cannot be judged")
                .contains(told);
    }

    @ParameterizedTest
    @CsvSource({
        "0a000000ff000000, 10.1.2.3, false",
        "0a000000ff000000, 11.1.2.3, true",
        "0000000000000000, 10.1.2.3, false"
    })
    void networksAreExcluded(String hex, String address, boolean accepted) {
        GeneralName network = network(hex);

        assertThat(invalid(examined(excluding(network), address))).isEqualTo(!accepted);
    }

    @Test
    void anEmptyExtensionIsRefused() {
        TestIdentity empty = ca("Constrained CA")
                .critical(Extension.nameConstraints, new DERSequence())
                .signedBy(ROOT);

        assertThat(detail(examined(empty, "a.example"))).contains("the extension is empty");
    }

    @Test
    void aMinimumIsRefused() {
        GeneralSubtree far = new GeneralSubtree(dns("example"), BigInteger.ONE, null);
        TestIdentity issuer = constrained(new NameConstraints(null, new GeneralSubtree[] {far}));

        assertThat(detail(examined(issuer, "b.test"))).contains("has a minimum or a maximum");
    }

    @Test
    void aKindThatIsNotJudgedIsRefusedWhereItIsUsed() {
        GeneralName registered = new GeneralName(GeneralName.registeredID, "1.2.3");
        TestIdentity issuer = constrained(new NameConstraints(null, subtrees(registered)));
        TestIdentity with = leaf().plain(Extension.subjectAlternativeName, new DERSequence(new ASN1Encodable[] {
                    dns("a.example"), new GeneralName(GeneralName.registeredID, "1.2.4")
                }))
                .signedBy(issuer);

        ChainReport report = PeerVerifier.examine(certificates(with, issuer), "a.example", trusting(ROOT), NOW);

        assertThat(detail(report)).contains("a name of the kind 8 of GeneralName is not judged");
        assertThat(invalid(examined(issuer, "a.example"))).isFalse();
    }

    @Test
    void aKindThatIsNotJudgedIsIgnoredInAnExtensionThatIsNotCritical() {
        GeneralName registered = new GeneralName(GeneralName.registeredID, "1.2.3");
        TestIdentity issuer = ca("Constrained CA")
                .plain(Extension.nameConstraints, new NameConstraints(null, subtrees(registered, dns("b.test"))))
                .signedBy(ROOT);

        assertThat(invalid(examined(issuer, registered, "a.example"))).isFalse();
        assertThat(detail(examined(issuer, registered, "b.test"))).contains("DNS name b.test is excluded");
    }

    @Test
    void aMinimumThatIsWrittenOutIsNoDer() {
        // SEQUENCE { [1] { SEQUENCE { [2] "b", [0] 0 } } }
        byte[] value = Hex.decode("300aa1083006820162800100");

        assertThat(detail(examined(with(value), "a.example"))).contains("extension 2.5.29.30 cannot be read");
        assertThat(invalid(examined(with(Hex.decode("3007a1053003820162")), "a.example")))
                .isFalse();
    }

    @Test
    void anExtensionWithoutAValueIsRefused() {
        assertThat(detail(examined(with(new byte[0]), "a.example"))).contains("extension 2.5.29.30 cannot be read");
    }

    @Test
    void withoutAlternativeNamesTheMailAddressOfTheSubjectCounts() {
        GeneralName host = new GeneralName(GeneralName.rfc822Name, "mail.example");
        X500Name mail = new X500NameBuilder()
                .addRDN(BCStyle.EmailAddress, new DERIA5String("a@mail.example"))
                .build();
        X500Name otherType = new X500NameBuilder()
                .addRDN(BCStyle.EmailAddress, new DERUTF8String("a@mail.example"))
                .build();

        assertThat(withSubject(permitting(host), mail)).isNull();
        assertThat(withSubject(excluding(host), mail)).contains("mail address a@mail.example is excluded");
        assertThat(withSubject(permitting(host), otherType))
                .contains("the mail address in the subject is malformed (expected: an IA5String)");
        assertThat(withSubject(permitting(dns("b.test")), otherType)).isNull();
    }

    /** What is wrong with a leaf that has a subject and no other name. */
    private static @Nullable String withSubject(TestIdentity issuer, X500Name subject) {
        TestIdentity leaf = leaf().subject(subject)
                .without(Extension.subjectAlternativeName)
                .signedBy(issuer);
        return PathRules.firstBroken(
                PathSearch.paths(
                                certificates(leaf, issuer).stream()
                                        .map(ParsedCertificate::of)
                                        .toList(),
                                trusting(ROOT),
                                VerificationBudget.begin(() -> false))
                        .paths()
                        .get(0),
                VerificationBudget.begin(() -> false));
    }

    private static TestIdentity with(byte[] value) {
        return ca("Constrained CA")
                .extension(Extension.nameConstraints, false, value)
                .signedBy(ROOT);
    }

    private static ChainReport examined(TestIdentity issuer, GeneralName other, String name) {
        TestIdentity leaf = leaf().plain(
                        Extension.subjectAlternativeName, new DERSequence(new ASN1Encodable[] {dns(name), other}))
                .signedBy(issuer);
        return PeerVerifier.examine(certificates(leaf, issuer), name, trusting(ROOT), NOW);
    }

    private static boolean invalid(ChainReport report) {
        return reason(report) == CERTIFICATE_INVALID;
    }

    private static ChainReport examined(TestIdentity issuer, String name) {
        return PeerVerifier.examine(
                certificates(leaf().names(name).signedBy(issuer), issuer), name.replace("*", "x"), trusting(ROOT), NOW);
    }

    private static ChainReport examined(TestIdentity issuer, String odd, String name) {
        return examined(issuer, leaf().names(odd, name).signedBy(issuer));
    }

    private static ChainReport examined(TestIdentity issuer, TestIdentity leaf) {
        return PeerVerifier.examine(certificates(leaf, issuer), "a.example", trusting(ROOT), NOW);
    }

    private static GeneralName network(String hex) {
        return new GeneralName(GeneralName.iPAddress, new DEROctetString(Hex.decode(hex)));
    }

    private static TestIdentity excluding(GeneralName base) {
        return constrained(new NameConstraints(null, subtrees(base)));
    }

    private static TestIdentity permitting(GeneralName base) {
        return constrained(new NameConstraints(subtrees(base), null));
    }

    private static TestIdentity constrained(NameConstraints constraints) {
        return ca("Constrained CA")
                .critical(Extension.nameConstraints, constraints)
                .signedBy(ROOT);
    }

    private static GeneralSubtree[] subtrees(GeneralName... bases) {
        return Stream.of(bases).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, new DERIA5String(name));
    }
}
