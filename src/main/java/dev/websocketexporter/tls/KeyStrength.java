package dev.websocketexporter.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParametersHolder;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.jspecify.annotations.Nullable;

/**
 * The kind and the length of a public key, read without building the key, since a peer may choose one that is expensive to
 * build. The kinds are a closed list; a key under any other identifier is never given to a library.
 *
 * @param kind its family
 * @param bits of its modulus or its curve's field; 0 when the key is of one fixed strength, or cannot be used
 * @param refusal why no signature is verified with it, in words that follow "a key"; absent: one is, in milliseconds
 */
record KeyStrength(Kind kind, int bits, @Nullable String refusal) {
    enum Kind {
        /** Under rsaEncryption or RSASSA-PSS. */
        RSA,
        /** On a curve with a name. */
        EC,
        /** Ed25519 or Ed448. */
        EDWARDS,
        /** All others, such as DSA, which no TLS peer has used for years. */
        OTHER
    }

    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_EC_BITS = 224;

    /** Shorter keys are broken within hours: what they sign proves nothing. */
    private static final int MIN_ACCEPTED_RSA_BITS = 1024;

    /** Longer keys take more time than a probe has; TLS clients refuse them. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int MAX_EXPONENT_BITS = 64;

    /** The longest curve that has a name. */
    private static final int MAX_EC_BITS = 571;

    /** For other curves, the tables of all known curves are loaded. */
    private static final Set<ASN1ObjectIdentifier> USUAL_CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    static KeyStrength of(SubjectPublicKeyInfo key) {
        AlgorithmIdentifier algorithm = key.getAlgorithm();
        ASN1ObjectIdentifier kind = algorithm.getAlgorithm();
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption) || kind.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return rsa(key);
        }
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ec(algorithm);
        }
        return kind.equals(EdECObjectIdentifiers.id_Ed25519) || kind.equals(EdECObjectIdentifiers.id_Ed448)
                ? new KeyStrength(Kind.EDWARDS, 0, null)
                : new KeyStrength(
                        Kind.OTHER,
                        0,
                        "of the kind " + kind.getId() + " (expected: RSA, EC on a named curve, Ed25519 or Ed448)");
    }

    private static KeyStrength rsa(SubjectPublicKeyInfo key) {
        try {
            ASN1Sequence numbers = ASN1Sequence.getInstance(key.parsePublicKey());
            BigInteger modulus = ASN1Integer.getInstance(numbers.getObjectAt(0)).getValue();
            BigInteger exponent =
                    ASN1Integer.getInstance(numbers.getObjectAt(1)).getValue();
            if (exponent.bitLength() > MAX_EXPONENT_BITS) {
                return new KeyStrength(
                        Kind.RSA,
                        0,
                        "of RSA with an exponent of " + exponent.bitLength() + " bits (expected: at most "
                                + MAX_EXPONENT_BITS + ")");
            }
            int bits = modulus.bitLength();
            return new KeyStrength(
                    Kind.RSA,
                    bits,
                    bits <= MAX_RSA_BITS
                            ? null
                            : "of RSA with " + bits + " bits (expected: at most " + MAX_RSA_BITS + ")");
        } catch (IOException | RuntimeException e) {
            return new KeyStrength(Kind.RSA, 0, "of RSA that cannot be read");
        }
    }

    private static KeyStrength ec(AlgorithmIdentifier algorithm) {
        if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve)) {
            return new KeyStrength(Kind.EC, 0, "on a curve without a name (expected: a named curve)");
        }
        X9ECParametersHolder known = USUAL_CURVES.contains(curve)
                ? CustomNamedCurves.getByOIDLazy(curve)
                : ECNamedCurveTable.getByOIDLazy(curve);
        int bits = known == null ? 0 : known.getCurve().getFieldSize();
        return new KeyStrength(
                Kind.EC,
                bits,
                bits > 0 && bits <= MAX_EC_BITS
                        ? null
                        : "on the curve " + curve.getId()
                                + ", which is not known here (expected: a usual named curve)");
    }

    boolean isEnough() {
        return switch (kind) {
            case RSA -> bits >= MIN_RSA_BITS;
            case EC -> bits >= MIN_EC_BITS;
            case EDWARDS -> true;
            case OTHER -> false;
        };
    }

    /** Why nothing that it signs may be trusted, in one line; absent: it is long enough for that, or its length is unknown. */
    @Nullable
    String weakness() {
        int least = kind == Kind.RSA ? MIN_ACCEPTED_RSA_BITS : MIN_EC_BITS;
        boolean tooShort = (kind == Kind.RSA || kind == Kind.EC) && bits > 0 && bits < least;
        return tooShort ? "has a key of " + kind + " with " + bits + " bits (expected: at least " + least + ")" : null;
    }

    /** Verifying a signature with it takes milliseconds. */
    boolean isAffordable() {
        return refusal == null;
    }
}
