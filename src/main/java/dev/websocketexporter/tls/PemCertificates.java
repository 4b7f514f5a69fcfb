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
public final class PemCertificates {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private PemCertificates() {}

    /** All of them; each must be one that the Java runtime reads too. */
    public static List<X509Certificate> parse(String pem, String source) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String body : bodies(pem, source)) {
            certificates.add(certificate(body, source, certificates.size() + 1));
        }
        return List.copyOf(certificates);
    }

    /** What stands between their first and last lines; never empty. */
    static List<String> bodies(String pem, String source) throws CertificateException {
        List<String> certificates = new ArrayList<>();
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
                certificates.add(body.toString());
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
        byte[] der = der(base64, source + ": certificate " + number);
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return certificate;
        } catch (CertificateException e) {
            throw new CertificateException(
                    source + ": certificate " + number + " is no X.509 certificate (" + Printable.excerpt(e) + ")", e);
        }
    }

    /** @param what a message calls it */
    static byte[] der(String base64, String what) throws CertificateException {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new CertificateException(what + " is not base64 (" + Printable.excerpt(e) + ")", e);
        }
    }
}
