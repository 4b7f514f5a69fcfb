package dev.websocketexporter.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParametersHolder;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/**
 * The length of a public key, read without building the key, since a peer may choose one that is expensive to build.
 *
 * @param kind its family
 * @param bits of its modulus or its curve's field; 0 when that is unknown or the key cannot be used
 */
record KeyStrength(Kind kind, int bits) {
    enum Kind {
        RSA,
        EC,
        /** No TLS peer has used it for years. */
        DSA,
        /** Of one fixed strength, such as Ed25519, or unknown. */
        OTHER
    }

    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_EC_BITS = 224;

    /** Longer keys take more time than a probe has; TLS clients refuse them. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int MAX_EXPONENT_BITS = 64;

    /** For other curves, the tables of all known curves are loaded. */
    private static final Set<ASN1ObjectIdentifier> USUAL_CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    static KeyStrength of(SubjectPublicKeyInfo key) {
        AlgorithmIdentifier algorithm = key.getAlgorithm();
        ASN1ObjectIdentifier kind = algorithm.getAlgorithm();
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption) || kind.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return new KeyStrength(Kind.RSA, rsaBits(key));
        }
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return new KeyStrength(Kind.EC, curveBits(algorithm));
        }
        return new KeyStrength(kind.equals(X9ObjectIdentifiers.id_dsa) ? Kind.DSA : Kind.OTHER, 0);
    }

    private static int rsaBits(SubjectPublicKeyInfo key) {
        try {
            ASN1Sequence numbers = ASN1Sequence.getInstance(key.parsePublicKey());
            BigInteger modulus = ASN1Integer.getInstance(numbers.getObjectAt(0)).getValue();
            BigInteger exponent =
                    ASN1Integer.getInstance(numbers.getObjectAt(1)).getValue();
            return exponent.bitLength() > MAX_EXPONENT_BITS ? 0 : modulus.bitLength();
        } catch (IOException | RuntimeException e) {
            // Not an RSA key: its strength is unknown.
            return 0;
        }
    }

    private static int curveBits(AlgorithmIdentifier algorithm) {
        if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve)) {
            return 0;
        }
        X9ECParametersHolder known = USUAL_CURVES.contains(curve)
                ? CustomNamedCurves.getByOIDLazy(curve)
                : ECNamedCurveTable.getByOIDLazy(curve);
        return known == null ? 0 : known.getCurve().getFieldSize();
    }

    boolean isEnough() {
        return switch (kind) {
            case RSA -> bits >= MIN_RSA_BITS;
            case EC -> bits >= MIN_EC_BITS;
            case DSA -> false;
            case OTHER -> true;
        };
    }

    /** Verifying a signature with it takes milliseconds. */
    boolean isAffordable() {
        return switch (kind) {
            case RSA -> bits > 0 && bits <= MAX_RSA_BITS;
            case EC -> bits > 0;
            case DSA -> false;
            case OTHER -> true;
        };
    }
}
