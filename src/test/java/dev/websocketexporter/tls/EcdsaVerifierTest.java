package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.KeyKind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signatures are made by the Java runtime. */
class EcdsaVerifierTest {
    private static final byte[] TEXT = "signed".getBytes(StandardCharsets.US_ASCII);
    private static final KeyPair KEYS = KeyKind.EC_P256.generate();
    private static final byte[] SIGNATURE = sign("SHA256withECDSA", KEYS);
    private static final BigInteger ORDER =
            CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1).getN();

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384"})
    void signaturesWithEachDigestAreVerified(KeyKind kind) {
        KeyPair keys = kind.generate();

        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA256, sign("SHA256withECDSA", keys), keys))
                .isTrue();
        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA384, sign("SHA384withECDSA", keys), keys))
                .isTrue();
        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA512, sign("SHA512withECDSA", keys), keys))
                .isTrue();
    }

    @Test
    void anotherKeyDigestOrTextHasNotSigned() {
        byte[] otherText = "Signed".getBytes(StandardCharsets.US_ASCII);

        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA256, SIGNATURE, KEYS))
                .isTrue();
        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA384, SIGNATURE, KEYS))
                .isFalse();
        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA256, SIGNATURE, KeyKind.EC_P256.generate()))
                .isFalse();
        assertThat(EcdsaVerifier.verifies(otherText, X9ObjectIdentifiers.ecdsa_with_SHA256, SIGNATURE, key(KEYS)))
                .isFalse();
    }

    static Stream<Arguments> numbersThatAreNoSignature() {
        return Stream.of(
                Arguments.of("zeros", BigInteger.ZERO, BigInteger.ZERO),
                Arguments.of("zero and one", BigInteger.ZERO, BigInteger.ONE),
                Arguments.of("one and zero", BigInteger.ONE, BigInteger.ZERO),
                Arguments.of("the order of the curve twice", ORDER, ORDER),
                Arguments.of("negative", part(0).negate(), part(1)),
                Arguments.of("beyond the order", part(0).add(ORDER), part(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void numbersThatAreNoSignature(String what, BigInteger r, BigInteger s) throws Exception {
        byte[] der = new DERSequence(
                        List.of(new ASN1Integer(r), new ASN1Integer(s)).toArray(new ASN1Integer[0]))
                .getEncoded();

        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA256, der, KEYS)).isFalse();
    }

    @Test
    void bytesThatAreNoSignatureInDerAreNone() {
        byte[] longer = Arrays.copyOf(SIGNATURE, SIGNATURE.length + 1);

        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA256, longer, KEYS))
                .isFalse();
        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA256, new byte[0], KEYS))
                .isFalse();
        assertThat(verifies(X9ObjectIdentifiers.ecdsa_with_SHA256, TEXT, KEYS)).isFalse();
    }

    /** 0: the curve's name is another one; 1: the point is not on the curve. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void keyThatCannotBeUsedHasSignedNothing(int fault) {
        SubjectPublicKeyInfo good = key(KEYS);
        byte[] point = good.getPublicKeyData().getBytes();
        point[point.length - 1] ^= (byte) fault;
        SubjectPublicKeyInfo bad = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey,
                        fault == 0 ? SECObjectIdentifiers.secp384r1 : SECObjectIdentifiers.secp256r1),
                point);

        assertThat(EcdsaVerifier.verifies(TEXT, X9ObjectIdentifiers.ecdsa_with_SHA256, SIGNATURE, bad))
                .isFalse();
    }

    @Test
    void onlyEcdsaWithAnEcKeyIsKnown() {
        SubjectPublicKeyInfo rsa = key(KeyKind.RSA_2048.generate());

        assertThat(EcdsaVerifier.knows(X9ObjectIdentifiers.ecdsa_with_SHA256, key(KEYS)))
                .isTrue();
        assertThat(EcdsaVerifier.knows(X9ObjectIdentifiers.ecdsa_with_SHA256, rsa))
                .isFalse();
        assertThat(EcdsaVerifier.knows(PKCSObjectIdentifiers.sha256WithRSAEncryption, key(KEYS)))
                .isFalse();
    }

    private static BigInteger part(int index) {
        return ASN1Integer.getInstance(ASN1Sequence.getInstance(SIGNATURE).getObjectAt(index))
                .getValue();
    }

    private static boolean verifies(ASN1ObjectIdentifier algorithm, byte[] signature, KeyPair keys) {
        return EcdsaVerifier.verifies(TEXT, algorithm, signature, key(keys));
    }

    private static SubjectPublicKeyInfo key(KeyPair keys) {
        return SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    }

    private static byte[] sign(String algorithm, KeyPair keys) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            signature.update(TEXT);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
