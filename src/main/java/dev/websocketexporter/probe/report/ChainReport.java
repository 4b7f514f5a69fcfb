package dev.websocketexporter.probe.report;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a chain of certificates.
 *
 * @param presented the certificates in the order in which the peer sent them, the leaf first; never empty
 * @param verifiedChainExpiry the earliest notAfter of the verified chain, root included, and of several chains the
 *     latest; absent when no chain verified; the name plays no part in it
 * @param checks the answer to each of {@link CertificateCheck#OF_CHAIN}: whether it was passed
 * @param fault what is wrong with the chain or its name, the gravest; absent: nothing, the chain is verified
 */
public record ChainReport(
        List<CertificateFacts> presented,
        @Nullable Instant verifiedChainExpiry,
        Map<CertificateCheck, Boolean> checks,
        @Nullable Failure fault) {
    /**
     * Checks that nothing is missing.
     *
     * @throws IllegalArgumentException when there is no leaf, or a check without an answer
     */
    public ChainReport {
        presented = List.copyOf(presented);
        if (presented.isEmpty()) {
            throw new IllegalArgumentException("presented: empty (expected: at least the leaf)");
        }
        if (!checks.keySet().equals(CertificateCheck.OF_CHAIN)) {
            throw new IllegalArgumentException(
                    "checks: " + checks.keySet() + " (expected: all of " + CertificateCheck.OF_CHAIN + ")");
        }
        checks = Collections.unmodifiableMap(new EnumMap<>(checks));
    }

    public CertificateFacts leaf() {
        return presented.get(0);
    }

    /** Chain, validity and name hold. */
    public boolean verified() {
        return fault == null;
    }

    /** Whether it could be judged if the chain is trusted; the check of that has a meaning only then. */
    public boolean judged() {
        return fault == null || fault.reason() != Reason.EXPORTER_LIMIT;
    }

    /** The same chain, where the exporter had nothing to judge it with. */
    public ChainReport withoutTrust(Failure why) {
        return new ChainReport(presented, null, checks, why);
    }

    /** The earliest notAfter among the presented certificates; absent when none of them can be read. */
    public @Nullable Instant earliestExpiry() {
        CertificateFacts first = firstToExpire();
        return first == null ? null : first.notAfter();
    }

    /** The presented certificate with the earliest notAfter; absent when none of them can be read. */
    public @Nullable CertificateFacts firstToExpire() {
        CertificateFacts first = null;
        Instant earliest = null;
        for (CertificateFacts certificate : presented) {
            Instant end = certificate.notAfter();
            if (end != null && (earliest == null || end.isBefore(earliest))) {
                first = certificate;
                earliest = end;
            }
        }
        return first;
    }

    /**
     * What a certificate says of itself, in the formats of Go's crypto/x509 as blackbox_exporter shows them. Of a malformed
     * one, what can be read: a name that cannot be is empty.
     *
     * @param fingerprintSha256 SHA-256 of the DER form, hex in lower case
     * @param subject the distinguished name in Go's order
     * @param issuer the distinguished name in Go's order
     * @param subjectCommonName the last one of the subject; empty when there is none
     * @param issuerCommonName the last one of the issuer; empty when there is none
     * @param dnsNames the DNS names among the subject alternative names, in order
     * @param serialNumber the bytes of its magnitude, hex in lower case: two digits a byte, no zero byte in front; empty for zero
     * @param notBefore from when on it is valid; absent when it cannot be read
     * @param notAfter until when it is valid, inclusive; absent when it cannot be read
     * @param issuerUrls the first place where it says that the certificate of its issuer is to be had, at most 200 characters of it (RFC 5280 §4.2.2.1); empty: it names none
     */
    public record CertificateFacts(
            String fingerprintSha256,
            String subject,
            String issuer,
            String subjectCommonName,
            String issuerCommonName,
            List<String> dnsNames,
            String serialNumber,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter,
            List<String> issuerUrls) {
        public CertificateFacts {
            dnsNames = List.copyOf(dnsNames);
            issuerUrls = List.copyOf(issuerUrls);
        }

        /** Of a certificate that does not say where that of its issuer is. */
        public CertificateFacts(
                String fingerprintSha256,
                String subject,
                String issuer,
                String subjectCommonName,
                String issuerCommonName,
                List<String> dnsNames,
                String serialNumber,
                @Nullable Instant notBefore,
                @Nullable Instant notAfter) {
            this(
                    fingerprintSha256,
                    subject,
                    issuer,
                    subjectCommonName,
                    issuerCommonName,
                    dnsNames,
                    serialNumber,
                    notBefore,
                    notAfter,
                    List.of());
        }
    }

    /** One question that a peer's certificate, and how it came to us, are asked; each with an answer of its own. */
    public enum CertificateCheck {
        /** The dates of every certificate on the path hold; without an anchor, on the presented path from the leaf up. */
        VALIDITY,
        /** The leaf is for the name that was asked for. */
        HOSTNAME,
        /** There is a path to an anchor that keeps every rule, dates and strength of signatures aside. */
        TRUST,
        /** No certificate on the path is signed with MD5 or SHA-1; the anchor's own signature proves nothing and is left out. */
        SIGNATURE,
        /** The keys on the path are long enough: RSA at least 2048 bits, EC at least 224. Reported, fails nothing. */
        KEY,
        /** TLS 1.2 or later was negotiated. Reported, fails nothing: which versions are offered is for the module to say. */
        PROTOCOL,
        /**
         * The OCSP staple, the issuer's revocation list, or both can be relied on and say that the leaf is good; asked only when
         * there was a staple, or the module wants the list looked at.
         */
        REVOCATION;

        /** Those that the chain alone answers. */
        public static final Set<CertificateCheck> OF_CHAIN = Collections.unmodifiableSet(EnumSet.range(VALIDITY, KEY));

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The value of the label {@code check} in metrics. */
        public String label() {
            return label;
        }
    }
}
