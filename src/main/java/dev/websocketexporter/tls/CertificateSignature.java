package dev.websocketexporter.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.security.Provider;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** The signature of a certificate or an OCSP response. */
final class CertificateSignature {
    private static final Set<ASN1ObjectIdentifier> WEAK_DIGESTS = Set.of(
            PKCSObjectIdentifiers.md2,
            PKCSObjectIdentifiers.md4,
            PKCSObjectIdentifiers.md5,
            OIWObjectIdentifiers.idSHA1);

    private static final int ED25519_BYTES = 64;
    private static final int ED448_BYTES = 114;

    private final byte[] signed;
    private final AlgorithmIdentifier algorithm;
    private final AlgorithmIdentifier outerAlgorithm;
    private final byte[] value;

    /**
     * A signature and what it is about.
     *
     * @param signed what was signed
     * @param algorithm as named in the signed part
     * @param outerAlgorithm as named outside of it; must be the same (RFC 5280 §4.1.1.2)
     */
    CertificateSignature(
            byte[] signed, AlgorithmIdentifier algorithm, AlgorithmIdentifier outerAlgorithm, byte[] value) {
        this.signed = signed;
        this.algorithm = algorithm;
        this.outerAlgorithm = outerAlgorithm;
        this.value = value;
    }

    /** MD5 or SHA-1, or something older. */
    boolean isWeak() {
        try {
            AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(algorithm);
            return digest != null && WEAK_DIGESTS.contains(digest.getAlgorithm());
        } catch (RuntimeException e) {
            // Parameters that cannot be read: no key verifies such a signature either.
            return false;
        }
    }

    /** For messages. */
    String algorithmName() {
        return new DefaultSignatureNameFinder().getAlgorithmName(algorithm);
    }

    /** Whether it is valid for this key; false for a key that cannot be used. */
    boolean isMadeWith(SubjectPublicKeyInfo key) {
        if (!algorithm.equals(outerAlgorithm)
                || !KeyStrength.of(key).isAffordable()
                || !hasLengthFor(key, value.length)) {
            return false;
        }
        if (EcdsaVerifier.knows(algorithm.getAlgorithm(), key)) {
            return EcdsaVerifier.verifies(signed, algorithm.getAlgorithm(), value, key);
        }
        if (PssVerifier.knows(algorithm, key)) {
            return PssVerifier.verifies(signed, algorithm, value, key);
        }
        try {
            return verify(new JcaContentVerifierProviderBuilder(), key);
        } catch (OperatorCreationException e) {
            return verifyWithBouncyCastle(key);
        }
    }

    /** Signatures of RFC 8032 have one length (§5.1.7, §5.2.7); those of other keys have theirs in their form. */
    static boolean hasLengthFor(SubjectPublicKeyInfo key, int bytes) {
        ASN1ObjectIdentifier kind = key.getAlgorithm().getAlgorithm();
        if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return bytes == ED25519_BYTES;
        }
        return !kind.equals(EdECObjectIdentifiers.id_Ed448) || bytes == ED448_BYTES;
    }

    /** The Java runtime is tried first: it has dropped curves that are still in use, and refuses RSA keys that are very short. */
    private boolean verifyWithBouncyCastle(SubjectPublicKeyInfo key) {
        try {
            return verify(new JcaContentVerifierProviderBuilder().setProvider(BouncyCastle.PROVIDER), key);
        } catch (OperatorCreationException e) {
            // The key is of another kind than the signature, or of an unknown kind.
            return false;
        }
    }

    private boolean verify(JcaContentVerifierProviderBuilder verifiers, SubjectPublicKeyInfo key)
            throws OperatorCreationException {
        try {
            ContentVerifier verifier = verifiers.build(key).get(algorithm);
            try (OutputStream stream = verifier.getOutputStream()) {
                stream.write(signed);
            }
            return verifier.verify(value);
        } catch (IOException | RuntimeException e) {
            // The peer chose the bytes: whatever a library throws, they are not a valid signature.
            return false;
        }
    }

    /** Created when it is first needed, which takes a tenth of a second; not registered with the Java runtime. */
    private static final class BouncyCastle {
        static final Provider PROVIDER = new BouncyCastleProvider();
    }
}
