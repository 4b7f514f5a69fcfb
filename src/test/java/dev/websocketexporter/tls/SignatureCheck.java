package dev.websocketexporter.tls;

import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Lets tests of other packages verify a signature as that of a certificate is verified. */
public final class SignatureCheck {
    private SignatureCheck() {}

    /** @param key in DER */
    public static boolean holds(byte[] signed, AlgorithmIdentifier algorithm, byte[] signature, byte[] key) {
        return new CertificateSignature(signed, algorithm, algorithm, signature)
                .isMadeWith(SubjectPublicKeyInfo.getInstance(key));
    }
}
