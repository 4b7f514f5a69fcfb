package dev.websocketexporter.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/** What an issuer put under a certificate. */
final class CertificateSignature {
    private static final Set<ASN1ObjectIdentifier> WEAK_DIGESTS = Set.of(
            PKCSObjectIdentifiers.md2,
            PKCSObjectIdentifiers.md4,
            PKCSObjectIdentifiers.md5,
            OIWObjectIdentifiers.idSHA1);

    private final byte[] signed;
    private final AlgorithmIdentifier algorithm;
    private final AlgorithmIdentifier outerAlgorithm;
    private final byte[] value;

    /**
     * Takes the parts of a certificate.
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

    /** Whether it is the signature of this key; a key that cannot be used has signed nothing. */
    boolean isMadeWith(SubjectPublicKeyInfo key) {
        if (!algorithm.equals(outerAlgorithm) || !KeyStrength.of(key).isAffordable()) {
            return false;
        }
        try {
            ContentVerifierProvider provider = provider(key);
            if (provider == null) {
                return false;
            }
            ContentVerifier verifier = provider.get(algorithm);
            try (OutputStream stream = verifier.getOutputStream()) {
                stream.write(signed);
            }
            return verifier.verify(value);
        } catch (OperatorCreationException | RuntimeOperatorException | IOException | IllegalArgumentException e) {
            // The key is of another kind than the signature, or one of the two is malformed.
            return false;
        }
    }

    private static @Nullable ContentVerifierProvider provider(SubjectPublicKeyInfo key)
            throws OperatorCreationException, IOException {
        try {
            return new JcaContentVerifierProviderBuilder().build(key);
        } catch (OperatorCreationException e) {
            // The Java runtime has dropped some curves that peers still use, such as P-224.
            return KeyStrength.of(key).isOnNamedCurve()
                    ? new BcECContentVerifierProviderBuilder(new DefaultDigestAlgorithmIdentifierFinder())
                            .build(PublicKeyFactory.createKey(key))
                    : null;
        }
    }
}
