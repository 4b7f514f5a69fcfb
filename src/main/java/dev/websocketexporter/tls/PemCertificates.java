package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates in PEM (RFC 7468 §5). Keys and text around them are ignored. */
final class PemCertificates {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private PemCertificates() {}

    static List<X509Certificate> parse(String pem, String source) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        StringBuilder body = null;
        for (String line : (Iterable<String>) pem.lines().map(String::strip)::iterator) {
            int number = certificates.size() + 1;
            if (line.endsWith(BEGIN)) {
                refuseOpen(body, source, number);
                body = new StringBuilder();
            } else if (line.equals(END)) {
                if (body == null) {
                    throw new CertificateException(source + ": certificate " + number
                            + " has an end but no beginning (expected: " + BEGIN + ")");
                }
                certificates.add(certificate(body.toString(), source, number));
                body = null;
            } else if (body != null) {
                body.append(line);
            }
        }
        refuseOpen(body, source, certificates.size() + 1);
        if (certificates.isEmpty()) {
            throw new CertificateException(
                    source + ": no certificate in it (expected: PEM, at least one block " + BEGIN + ")");
        }
        return List.copyOf(certificates);
    }

    private static void refuseOpen(@Nullable StringBuilder body, String source, int number)
            throws CertificateException {
        if (body != null) {
            throw new CertificateException(
                    source + ": certificate " + number + " has no end (expected: a line " + END + ")");
        }
    }

    private static X509Certificate certificate(String base64, String source, int number) throws CertificateException {
        byte[] der;
        try {
            der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new CertificateException(
                    source + ": certificate " + number + " is not base64 (" + Printable.excerpt(e) + ")", e);
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            ParsedCertificate.of(certificate);
            return certificate;
        } catch (CertificateException | IllegalArgumentException e) {
            throw new CertificateException(
                    source + ": certificate " + number + " is no X.509 certificate (" + Printable.excerpt(e) + ")", e);
        }
    }
}
