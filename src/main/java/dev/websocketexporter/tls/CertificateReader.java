package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.tls.CertificateExtensions.MalformedExtensionException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.BigIntegers;
import org.bouncycastle.util.encoders.Hex;

/** The facts of a certificate in the form in which Go's crypto/x509 and blackbox_exporter write them. */
final class CertificateReader {
    /** Of a place, whose length the peer chooses. */
    private static final int LONGEST_URL = 200;

    private CertificateReader() {}

    /**
     * The facts of a certificate, from its DER form alone, as far as they can be read.
     *
     * @throws IllegalArgumentException with one line, when it has no encoding
     */
    static CertificateFacts read(X509Certificate certificate) {
        return facts(ParsedCertificate.of(certificate));
    }

    static CertificateFacts facts(ParsedCertificate certificate) {
        return new CertificateFacts(
                certificate.fingerprint,
                GoName.format(certificate.subject),
                GoName.format(certificate.issuer),
                GoName.commonName(certificate.subject),
                GoName.commonName(certificate.issuer),
                dnsNames(certificate),
                serial(certificate),
                certificate.notBefore,
                certificate.notAfter,
                issuerUrls(certificate));
    }

    /** blackbox_exporter prints bytes, not a number: {@code 0a}, and nothing for zero; the sign is left out. */
    private static String serial(ParsedCertificate certificate) {
        BigInteger serial = certificate.serialNumber;
        return serial.signum() == 0 ? "" : Hex.toHexString(BigIntegers.asUnsignedByteArray(serial.abs()));
    }

    static List<String> dnsNames(ParsedCertificate certificate) {
        try {
            return certificate.extensions.alternativeNames().stream()
                    .filter(name -> name.getTagNo() == GeneralName.dNSName)
                    .map(name -> ASN1IA5String.getInstance(name.getName()).getString())
                    .toList();
        } catch (MalformedExtensionException | RuntimeException e) {
            // Names that cannot be read are none; the verification reports that they are malformed.
            return List.of();
        }
    }

    /** The first one: a certificate may have thousands, and nobody needs a second. */
    private static List<String> issuerUrls(ParsedCertificate certificate) {
        try {
            return certificate.extensions.authorityInfoAccess().stream()
                    .filter(access -> access.getAccessMethod().equals(AccessDescription.id_ad_caIssuers))
                    .map(AccessDescription::getAccessLocation)
                    .filter(location -> location.getTagNo() == GeneralName.uniformResourceIdentifier)
                    .limit(1)
                    .map(location -> Printable.oneLine(
                            ASN1IA5String.getInstance(location.getName()).getString(), LONGEST_URL))
                    .toList();
        } catch (MalformedExtensionException | RuntimeException e) {
            // Places that cannot be read are none; the verification reports that they are malformed.
            return List.of();
        }
    }
}
