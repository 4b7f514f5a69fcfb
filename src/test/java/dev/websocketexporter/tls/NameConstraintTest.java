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
import dev.websocketexporter.testkit.TestIdentity;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.util.encoders.Hex;
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
        "a.example, '', true"
    })
    void whatIsPermittedMustBeSoForEveryNameOfAWildcard(String name, String permitted, boolean accepted) {
        assertThat(invalid(examined(permitting(dns(permitted)), name))).isEqualTo(!accepted);
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
    @ValueSource(strings = {"*.example", "a..example", "a.example.", "a example", "..example", "ä.example", "."})
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
        GeneralName network = new GeneralName(GeneralName.iPAddress, new DEROctetString(Hex.decode(hex)));

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
        GeneralName network = new GeneralName(GeneralName.iPAddress, new DEROctetString(Hex.decode(hex)));

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

    private static boolean invalid(ChainReport report) {
        return reason(report) == CERTIFICATE_INVALID;
    }

    private static ChainReport examined(TestIdentity issuer, String name) {
        return PeerVerifier.examine(
                certificates(leaf().names(name).signedBy(issuer), issuer), name.replace("*", "x"), trusting(ROOT), NOW);
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

    private static GeneralSubtree[] subtrees(GeneralName base) {
        return new GeneralSubtree[] {new GeneralSubtree(base)};
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, new DERIA5String(name));
    }
}
