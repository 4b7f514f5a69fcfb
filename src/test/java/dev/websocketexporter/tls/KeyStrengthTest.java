package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cryptlib.CryptlibObjectIdentifiers;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyStrengthTest {
    static Stream<Arguments> keys() throws Exception {
        return Stream.of(
                Arguments.of("RSA 1024", rsa(1024, 17), false, true),
                Arguments.of("RSA 2047", rsa(2047, 17), false, true),
                Arguments.of("RSA 2048", rsa(2048, 17), true, true),
                Arguments.of("RSA 8192", rsa(8192, 17), true, true),
                Arguments.of("RSA 8193", rsa(8193, 17), true, false),
                Arguments.of("RSA with an exponent that takes minutes", rsa(4096, 4000), false, false),
                Arguments.of(
                        "RSA that is none", key(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), false, false),
                Arguments.of(
                        "P-192", key(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp192r1), false, true),
                Arguments.of(
                        "P-224", key(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp224r1), true, true),
                Arguments.of(
                        "P-256", key(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1), true, true),
                Arguments.of(
                        "P-521", key(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp521r1), true, true),
                Arguments.of(
                        "Brainpool",
                        key(X9ObjectIdentifiers.id_ecPublicKey, TeleTrusTObjectIdentifiers.brainpoolP256r1),
                        true,
                        true),
                Arguments.of(
                        "Curve25519, which is for no signatures",
                        key(X9ObjectIdentifiers.id_ecPublicKey, CryptlibObjectIdentifiers.curvey25519),
                        false,
                        false),
                Arguments.of(
                        "a curve of its own",
                        key(X9ObjectIdentifiers.id_ecPublicKey, ECNamedCurveTable.getByName("P-256")),
                        false,
                        false),
                Arguments.of(
                        "a curve without a name",
                        key(X9ObjectIdentifiers.id_ecPublicKey, DERNull.INSTANCE),
                        false,
                        false),
                Arguments.of("Ed25519", key(EdECObjectIdentifiers.id_Ed25519, DERNull.INSTANCE), true, true),
                Arguments.of("Ed448", key(EdECObjectIdentifiers.id_Ed448, DERNull.INSTANCE), true, true),
                Arguments.of(
                        "X25519, which is for no signatures",
                        key(EdECObjectIdentifiers.id_X25519, DERNull.INSTANCE),
                        false,
                        false),
                Arguments.of("DSA", key(X9ObjectIdentifiers.id_dsa, DERNull.INSTANCE), false, false));
    }

    @ParameterizedTest(name = "{0}: enough {2}, affordable {3}")
    @MethodSource("keys")
    void lengthIsJudgedWithoutBuildingTheKey(
            String what, SubjectPublicKeyInfo key, boolean enough, boolean affordable) {
        assertThat(KeyStrength.of(key).isEnough()).isEqualTo(enough);
        assertThat(KeyStrength.of(key).isAffordable()).isEqualTo(affordable);
    }

    private static SubjectPublicKeyInfo rsa(int modulusBits, int exponentBits) throws Exception {
        BigInteger modulus = BigInteger.ONE.shiftLeft(modulusBits - 1).setBit(0);
        BigInteger exponent = BigInteger.ONE.shiftLeft(exponentBits - 1).setBit(0);
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new RSAPublicKey(modulus, exponent));
    }

    private static SubjectPublicKeyInfo key(ASN1ObjectIdentifier kind, ASN1Encodable parameters) {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(kind, parameters), new byte[] {4});
    }
}
