package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.KeyKind;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSignatureTest {
    @ParameterizedTest
    @CsvSource({
        "ED25519, 64, true",
        "ED25519, 63, false",
        "ED25519, 114, false",
        "ED448, 114, true",
        "ED448, 64, false",
        "EC_P256, 70, true",
        "EC_P256, 72, true"
    })
    void aSignatureOfAnEdwardsCurveHasOneLength(KeyKind kind, int bytes, boolean right) {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(kind.generate().getPublic().getEncoded());

        assertThat(CertificateSignature.hasLengthFor(key, bytes)).isEqualTo(right);
    }
}
