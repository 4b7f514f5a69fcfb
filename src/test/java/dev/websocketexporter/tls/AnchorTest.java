package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
        Anchor anchor = Anchor.of(CERTIFICATE, "ca.pem");

        assertThat(anchor.subjectKey).isEqualTo(ParsedCertificate.of(CERTIFICATE).subjectKey);
        assertThat(anchor.certificate().fingerprint).isEqualTo(ParsedCertificate.of(CERTIFICATE).fingerprint);
    }

    @Test
    void certificateIsTakenApartOnce() {
        Anchor anchor = Anchor.of(CERTIFICATE, "ca.pem");

        assertThat(anchor.certificate()).isSameAs(anchor.certificate());
    }

    @Test
    void whatIsNoCertificateIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Anchor.of(new byte[] {0x30, 0}, "ca.pem"))
                .withMessageStartingWith("not an X.509 certificate: ");
    }

    @Test
    void certificateWithAnotherPartBrokenIsToldWithItsSourceWhenItIsAskedFor() throws Exception {
        Anchor anchor = Anchor.of(withABrokenDate(), "ca.pem");

        assertThat(anchor.subjectKey).isEqualTo(ParsedCertificate.of(CERTIFICATE).subjectKey);
        assertThatIllegalStateException()
                .isThrownBy(anchor::certificate)
                .withMessageStartingWith("a trusted certificate of ca.pem is not an X.509 certificate: ");
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
