package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.KEY;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.SIGNATURE;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_INVALID;
import static dev.websocketexporter.tls.ChainFixtures.FAR;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.RSA;
import static dev.websocketexporter.tls.ChainFixtures.RSA_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.ca;
import static dev.websocketexporter.tls.ChainFixtures.leaf;
import static dev.websocketexporter.tls.ChainRow.accepted;
import static dev.websocketexporter.tls.ChainRow.failing;
import static dev.websocketexporter.tls.ChainRow.refused;

import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures and keys that are too weak. */
class ChainStrengthTest {
    private static final KeyPair SHORT_RSA = KeyKind.RSA_1024.generate();
    private static final TestIdentity P384_ROOT =
            ca("P-384 Root").key(KeyKind.EC_P384).selfSigned();

    private static final TestIdentity ED448_ROOT =
            ca("Ed448 Root").key(KeyKind.ED448).selfSigned();

    static Stream<ChainRow> rows() {
        TestIdentity sha1Root = ca("Old Root").key(RSA).signature("SHA1withRSA").selfSigned();
        TestIdentity brokenCa = ca("Broken CA").key(rsa(512)).signedBy(ROOT);
        TestIdentity brokenRoot = ca("Broken Root").key(rsa(512)).selfSigned();
        TestIdentity sha1Ca = ca("Old CA").signature("SHA1withRSA").signedBy(RSA_ROOT);
        return Stream.of(
                refused(
                        "an SHA-1 signature on the leaf",
                        RSA_ROOT,
                        CERTIFICATE_INVALID,
                        "leaf CN=a.example is signed with SHA1WITHRSA (expected: SHA-256 or better)",
                        SIGNATURE,
                        leaf().signature("SHA1withRSA").signedBy(RSA_ROOT)),
                refused(
                        "an MD5 signature on the leaf",
                        RSA_ROOT,
                        CERTIFICATE_INVALID,
                        "is signed with MD5WITHRSA",
                        SIGNATURE,
                        leaf().signature("MD5withRSA").signedBy(RSA_ROOT)),
                refused(
                        "an SHA-1 signature with ECDSA",
                        ROOT,
                        CERTIFICATE_INVALID,
                        "SHA1WITHECDSA",
                        SIGNATURE,
                        leaf().signature("SHA1withECDSA").signedBy(ROOT)),
                refused(
                        "an SHA-1 signature on an intermediate",
                        RSA_ROOT,
                        CERTIFICATE_INVALID,
                        "certificate 1 CN=Old CA is signed with",
                        SIGNATURE,
                        leaf().signedBy(sha1Ca),
                        sha1Ca),
                accepted("an anchor's own SHA-1 signature", sha1Root, FAR, leaf().signedBy(sha1Root)),
                accepted("the same anchor presented too", sha1Root, FAR, leaf().signedBy(sha1Root), sha1Root),
                accepted(
                        "SHA-384 on P-384",
                        P384_ROOT,
                        FAR,
                        leaf().signature("SHA384withECDSA").signedBy(P384_ROOT)),
                accepted(
                        "RSASSA-PSS",
                        RSA_ROOT,
                        FAR,
                        leaf().signature("SHA256withRSAandMGF1").signedBy(RSA_ROOT)),
                failing(
                        refused(
                                "an RSA key of 512 bits of a CA",
                                ROOT,
                                CERTIFICATE_INVALID,
                                "certificate 1 CN=Broken CA has a key of RSA with 512 bits (expected: at least 1024)",
                                KEY,
                                leaf().signature("SHA256withRSA").signedBy(brokenCa),
                                brokenCa),
                        KEY,
                        SIGNATURE),
                failing(
                        refused(
                                "an RSA key of 1023 bits of a leaf",
                                ROOT,
                                CERTIFICATE_INVALID,
                                "leaf CN=a.example has a key of RSA with 1023 bits (expected: at least 1024)",
                                KEY,
                                leaf().key(rsa(1023)).signedBy(ROOT)),
                        KEY,
                        SIGNATURE),
                failing(
                        refused(
                                "an RSA key of 512 bits of the anchor",
                                brokenRoot,
                                CERTIFICATE_INVALID,
                                "anchor CN=Broken Root has a key of RSA with 512 bits",
                                KEY,
                                leaf().signature("SHA256withRSA").signedBy(brokenRoot)),
                        KEY,
                        SIGNATURE),
                failing(
                        refused(
                                "an EC key below 224 bits",
                                ROOT,
                                CERTIFICATE_INVALID,
                                "leaf CN=a.example has a key of EC with 192 bits (expected: at least 224)",
                                KEY,
                                leaf().key(p192()).signedBy(ROOT)),
                        KEY,
                        SIGNATURE),
                accepted("Ed448", ED448_ROOT, FAR, leaf().signedBy(ED448_ROOT)),
                failing(
                        accepted(
                                "a short RSA key is only told",
                                ROOT,
                                FAR,
                                leaf().key(SHORT_RSA).signedBy(ROOT)),
                        KEY));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judges(ChainRow row) {
        row.assertJudged();
    }

    private static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The Java runtime makes none any more. */
    private static KeyPair p192() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
            generator.initialize(new ECGenParameterSpec("secp192r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
