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
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of issuing: RFC 5280 §6, RFC 9525. */
class ChainRulesTest {
    private static final ASN1ObjectIdentifier STRANGE = new ASN1ObjectIdentifier("1.2.3.4.5");

    static Stream<ChainRow> rows() {
        TestIdentity noCa = leaf().key(ISSUING_KEYS).signedBy(ROOT);
        TestIdentity noConstraints = ca("I").without(Extension.basicConstraints).signedBy(ROOT);
        TestIdentity noSigning = ca("I").critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                .signedBy(ROOT);
        TestIdentity lastCa = ca("Last CA")
                .critical(Extension.basicConstraints, new BasicConstraints(0))
                .signedBy(ROOT);
        TestIdentity oneTooMany = ca("One too many").signedBy(lastCa);
        TestIdentity lastCaAgain = ca("Last CA").key(ISSUING_KEYS).signedBy(lastCa);
        TestIdentity clients = ca("Clients' CA")
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .signedBy(ROOT);
        TestIdentity permitting = constrained(new NameConstraints(subtree("example"), null));
        TestIdentity permittingB = constrained(new NameConstraints(subtree("b.example"), null));
        TestIdentity excluding = constrained(new NameConstraints(null, subtree("example")));
        TestIdentity excludingB = constrained(new NameConstraints(null, subtree("b.example")));
        TestIdentity oldRoot = ca("Old Root").versionOne().selfSigned();
        TestIdentity oldCa = ca("Old CA").versionOne().signedBy(ROOT);
        return Stream.of(
                invalid(
                        "an issuer that is no CA",
                        "certificate 1 CN=a.example: is no CA",
                        leafOf("b.example", noCa),
                        noCa),
                invalid(
                        "an issuer without basic constraints",
                        "is no CA but issued",
                        leaf().signedBy(noConstraints),
                        noConstraints),
                invalid("an issuer of version 1", "is no CA but issued", leaf().signedBy(oldCa), oldCa),
                accepted("an anchor of version 1", oldRoot, FAR, leaf().signedBy(oldRoot)),
                invalid(
                        "an issuer that may not sign certificates",
                        "expected: keyCertSign",
                        leaf().signedBy(noSigning),
                        noSigning),
                accepted("a path as long as allowed", ROOT, FAR, leaf().signedBy(lastCa), lastCa),
                invalid(
                        "a path longer than allowed",
                        "certificate 2 CN=Last CA: has 1 CAs below it (expected: at most 0, its path length)",
                        leaf().signedBy(oneTooMany),
                        oneTooMany,
                        lastCa),
                accepted(
                        "a self-issued CA does not count for the length",
                        ROOT,
                        FAR,
                        leaf().signedBy(lastCaAgain),
                        lastCaAgain,
                        lastCa),
                invalid(
                        "a leaf for clients only",
                        "leaf CN=a.example: its extended key usage",
                        with(Extension.extendedKeyUsage, KeyPurposeId.id_kp_clientAuth)),
                accepted(
                        "a leaf for any purpose",
                        ROOT,
                        FAR,
                        with(Extension.extendedKeyUsage, KeyPurposeId.anyExtendedKeyUsage)),
                accepted(
                        "a leaf without a purpose",
                        ROOT,
                        FAR,
                        leaf().without(Extension.extendedKeyUsage).signedBy(ROOT)),
                invalid(
                        "a CA for clients only",
                        "certificate 1 CN=Clients' CA: its extended",
                        leaf().signedBy(clients),
                        clients),
                invalid(
                        "an unknown critical extension",
                        "critical extension 1.2.3.4.5",
                        leaf().critical(STRANGE, DERNull.INSTANCE).signedBy(ROOT)),
                accepted(
                        "an unknown extension that is not critical",
                        ROOT,
                        FAR,
                        leaf().plain(STRANGE, DERNull.INSTANCE).signedBy(ROOT)),
                invalid(
                        "an extension that cannot be read",
                        "leaf CN=a.example: extension 2.5.29.37 cannot be read",
                        leaf().extension(Extension.extendedKeyUsage, false, new byte[] {4, 1})
                                .signedBy(ROOT)),
                accepted("a permitted name", ROOT, FAR, leaf().signedBy(permitting), permitting),
                accepted("a name that is not excluded", ROOT, FAR, leaf().signedBy(excludingB), excludingB),
                invalid(
                        "a name that is not permitted",
                        "leaf CN=a.example: violates the name constraints",
                        leaf().signedBy(permittingB),
                        permittingB),
                invalid(
                        "an excluded name",
                        "leaf CN=a.example: violates the name constraints",
                        leaf().signedBy(excluding),
                        excluding));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judges(ChainRow row) {
        row.assertJudged();
    }

    private static TestIdentity leafOf(String commonName, TestIdentity issuer) {
        return CertificateRecipe.leaf(commonName).names("a.example").signedBy(issuer);
    }

    private static TestIdentity with(ASN1ObjectIdentifier kind, KeyPurposeId purpose) {
        return leaf().plain(kind, new ExtendedKeyUsage(purpose)).signedBy(ROOT);
    }

    private static TestIdentity constrained(NameConstraints constraints) {
        return ca("Constrained CA")
                .critical(Extension.nameConstraints, constraints)
                .signedBy(ROOT);
    }

    private static GeneralSubtree[] subtree(String name) {
        return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, name))};
    }
}
