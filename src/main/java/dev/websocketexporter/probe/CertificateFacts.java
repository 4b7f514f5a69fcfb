package dev.websocketexporter.probe;

import java.time.Instant;
import java.util.List;

/**
 * What a certificate says of itself, in the formats of Go's crypto/x509 as blackbox_exporter shows them.
 *
 * @param fingerprintSha256 SHA-256 of the DER form, hex in lower case
 * @param subject the distinguished name in Go's order
 * @param issuer the distinguished name in Go's order
 * @param subjectCommonName the last one of the subject; empty when there is none
 * @param issuerCommonName the last one of the issuer; empty when there is none
 * @param dnsNames the DNS names among the subject alternative names, in order
 * @param serialNumber the bytes of its magnitude, hex in lower case: two digits a byte, no zero byte in front; empty for zero
 * @param notBefore from when on it is valid
 * @param notAfter until when it is valid, inclusive
 */
public record CertificateFacts(
        String fingerprintSha256,
        String subject,
        String issuer,
        String subjectCommonName,
        String issuerCommonName,
        List<String> dnsNames,
        String serialNumber,
        Instant notBefore,
        Instant notAfter) {
    public CertificateFacts {
        dnsNames = List.copyOf(dnsNames);
    }
}
