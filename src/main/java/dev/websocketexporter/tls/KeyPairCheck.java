package dev.websocketexporter.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Tells whether a private and a public key are one pair, by signing something. */
final class KeyPairCheck {
    private static final byte[] ANYTHING = {1, 2, 3};

    private KeyPairCheck() {}

    static boolean signsFor(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(ANYTHING);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(ANYTHING);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            // Keys of different kinds do not even begin to verify each other.
            return false;
        }
    }
}
