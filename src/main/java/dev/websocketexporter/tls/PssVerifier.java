package dev.websocketexporter.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Verifies RSASSA-PSS signatures (RFC 4055) with the Java runtime, which knows them under a name of its own. Bouncy Castle
 * would test first whether the modulus may be a prime: with a long one, that takes a hundred times as long as the
 * signature.
 */
final class PssVerifier {
    /** The digests that RFC 4055 knows. What is weak is judged elsewhere. */
    private static final Map<ASN1ObjectIdentifier, String> DIGESTS = Map.of(
            OIWObjectIdentifiers.idSHA1, "SHA-1",
            NISTObjectIdentifiers.id_sha224, "SHA-224",
            NISTObjectIdentifiers.id_sha256, "SHA-256",
            NISTObjectIdentifiers.id_sha384, "SHA-384",
            NISTObjectIdentifiers.id_sha512, "SHA-512");

    private PssVerifier() {}

    /** Whether it is for a signature of this kind by a key of this kind. */
    static boolean knows(AlgorithmIdentifier signature, SubjectPublicKeyInfo key) {
        return signature.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
                && KeyStrength.of(key).kind() == KeyStrength.Kind.RSA;
    }

    /** Whether the key signed that; a key that cannot be used, and a digest that is not known here, have signed nothing. */
    static boolean verifies(byte[] signed, AlgorithmIdentifier algorithm, byte[] signature, SubjectPublicKeyInfo key) {
        try {
            Signature verifying = Signature.getInstance("RSASSA-PSS");
            verifying.setParameter(parameters(algorithm));
            verifying.initVerify(publicKey(key));
            verifying.update(signed);
            return verifying.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            // The peer chose the bytes; whatever a library makes of malformed ones, they are no signature.
            return false;
        }
    }

    private static PSSParameterSpec parameters(AlgorithmIdentifier algorithm) {
        RSASSAPSSparams given = RSASSAPSSparams.getInstance(algorithm.getParameters());
        String digest = digest(given.getHashAlgorithm());
        String maskDigest = digest(
                AlgorithmIdentifier.getInstance(given.getMaskGenAlgorithm().getParameters()));
        return new PSSParameterSpec(
                digest,
                "MGF1",
                new MGF1ParameterSpec(maskDigest),
                given.getSaltLength().intValueExact(),
                given.getTrailerField().intValueExact());
    }

    private static String digest(AlgorithmIdentifier algorithm) {
        String name = DIGESTS.get(algorithm.getAlgorithm());
        if (name == null) {
            throw new IllegalArgumentException("a digest that is not known here");
        }
        return name;
    }

    private static PublicKey publicKey(SubjectPublicKeyInfo key) throws GeneralSecurityException {
        boolean plain = key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
        byte[] encoded;
        try {
            encoded = key.getEncoded();
        } catch (IOException e) {
            throw new GeneralSecurityException("a key that was read cannot be written", e);
        }
        return KeyFactory.getInstance(plain ? "RSA" : "RSASSA-PSS").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
