package dev.websocketexporter.testkit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** The kinds of keys that certificates are made with. EC keys take a millisecond, RSA keys a hundred. */
public enum KeyKind {
    EC_P256("EC", "secp256r1", 256),
    EC_P384("EC", "secp384r1", 384),
    RSA_1024("RSA", "", 1024),
    RSA_2048("RSA", "", 2048),
    ED25519("Ed25519", "", 0),
    ED448("Ed448", "", 0);

    private final String algorithm;
    private final String curve;
    /** 0: the algorithm has but one size. */
    private final int bits;

    KeyKind(String algorithm, String curve, int bits) {
        this.algorithm = algorithm;
        this.curve = curve;
        this.bits = bits;
    }

    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            } else if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a key of the kind " + this, e);
        }
    }
}
