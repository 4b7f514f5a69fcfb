package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.websocketexporter.testkit.CertificateRecipe;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AnchorTest {
    private static final X509Certificate CERTIFICATE =
            CertificateRecipe.ca("One").selfSigned().certificate();

    @Test
    void nameIsThatOfTheCertificateTakenApart() {
        Anchor anchor = Anchor.of(CERTIFICATE);

        assertThat(anchor.subjectKey).isEqualTo(ParsedCertificate.of(CERTIFICATE).subjectKey);
        assertThat(anchor.certificate().orElseThrow().fingerprint)
                .isEqualTo(ParsedCertificate.of(CERTIFICATE).fingerprint);
    }

    @Test
    void certificateIsTakenApartOnce() {
        Anchor anchor = Anchor.of(CERTIFICATE);

        assertThat(anchor.certificate().orElseThrow())
                .isSameAs(anchor.certificate().orElseThrow());
    }

    @Test
    void whatIsNoCertificateIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Anchor.of(new byte[] {0x30, 0}))
                .withMessageStartingWith("not an X.509 certificate: ");
    }

    @Test
    void certificateWithAnotherPartBrokenIsNoneThatAChainCanEndAt() throws Exception {
        Anchor anchor = Anchor.of(withABrokenDate());

        assertThat(anchor.subjectKey).isEqualTo(ParsedCertificate.of(CERTIFICATE).subjectKey);
        assertThat(anchor.certificate()).isEmpty();
    }

    /** The first UTCTime of thirteen characters is its notBefore. */
    private static byte[] withABrokenDate() throws CertificateEncodingException {
        byte[] der = CERTIFICATE.getEncoded();
        int date = new String(der, StandardCharsets.ISO_8859_1).indexOf("\u0017\r");
        assertThat(date).as(HexFormat.of().formatHex(der)).isPositive();
        der[date + 2] = 'x';
        return der;
    }
}
