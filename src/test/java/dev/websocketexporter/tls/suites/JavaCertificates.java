package dev.websocketexporter.tls.suites;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Certificates as a provider of the Java runtime parses them. */
final class JavaCertificates {
    private JavaCertificates() {}

    /** @throws CertificateException if one cannot be parsed */
    static List<X509Certificate> of(List<byte[]> encoded, CertificateFactory factory) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : encoded) {
            X509Certificate certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
            if (certificate == null) {
                throw new CertificateException("no certificate");
            }
            certificates.add(certificate);
        }
        return certificates;
    }

    /** Those that cannot be parsed, or cannot be anchors, are left out. */
    static Set<TrustAnchor> anchors(List<byte[]> encoded, CertificateFactory factory) {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (byte[] der : encoded) {
            try {
                anchors.add(new TrustAnchor(of(List.of(der), factory).get(0), null));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // No chain can end at it.
            }
        }
        return anchors;
    }
}
