package dev.websocketexporter.probe.report;

import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS handshake showed.
 *
 * @param version what was negotiated; absent when the handshake broke before the peer presented its certificates
 * @param cipher the IANA name, {@code TLS_AES_128_GCM_SHA256}; absent when it was not learnt before the handshake broke
 * @param alpn the application protocol that was selected by ALPN (RFC 7301); absent when none was
 * @param chain the peer's certificates; absent when it presented none; never without a version
 * @param staple the OCSP response that came with them; absent when there was none
 * @param crl what the issuer's revocation list says; absent when the module does not ask for it
 */
public record TlsReport(
        @Nullable TlsVersion version,
        @Nullable String cipher,
        @Nullable String alpn,
        @Nullable ChainReport chain,
        @Nullable StapleReport staple,
        @Nullable CrlReport crl) {
    /** Nothing is known yet. */
    public static final TlsReport NOTHING = new TlsReport(null, null, null, null, null, null);

    /**
     * Checks that the parts belong together.
     *
     * @throws IllegalArgumentException for a chain without a version, or a staple or a revocation list without a chain
     */
    public TlsReport {
        if (chain != null && version == null) {
            throw new IllegalArgumentException("version: absent (expected: known as soon as there is a chain)");
        }
        if (staple != null && chain == null) {
            throw new IllegalArgumentException("staple: without a chain (expected: the chain that it is about)");
        }
        if (crl != null && chain == null) {
            throw new IllegalArgumentException("crl: without a chain (expected: the chain that it is about)");
        }
    }

    /** Without an application protocol, and without a look at a revocation list. */
    public TlsReport(
            @Nullable TlsVersion version,
            @Nullable String cipher,
            @Nullable ChainReport chain,
            @Nullable StapleReport staple) {
        this(version, cipher, null, chain, staple, null);
    }

    /** The same with what was negotiated. */
    public TlsReport negotiated(@Nullable TlsVersion newVersion, @Nullable String newCipher, @Nullable String newAlpn) {
        return new TlsReport(newVersion, newCipher, newAlpn, chain, staple, crl);
    }

    /** The same with the result of the verification. */
    public TlsReport examined(ChainReport newChain, @Nullable StapleReport newStaple) {
        return new TlsReport(version, cipher, alpn, newChain, newStaple, crl);
    }

    /** The same with what the issuer's revocation list says. */
    public TlsReport lookedUp(CrlReport newCrl) {
        return new TlsReport(version, cipher, alpn, chain, staple, newCrl);
    }

    /** Every check that was made, and whether it was passed; empty without a chain. */
    public Map<CertificateCheck, Boolean> checks() {
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        if (chain != null && version != null) {
            checks.putAll(chain.checks());
            checks.put(CertificateCheck.PROTOCOL, version.compareTo(TlsVersion.TLS12) >= 0);
        }
        if (staple != null || crl != null) {
            checks.put(
                    CertificateCheck.REVOCATION, (staple == null || staple.passed()) && (crl == null || crl.passed()));
        }
        if (chain != null && !chain.judged()) {
            // Whom the exporter trusts was not to be had: nothing is known, and nothing is wrong with the target.
            checks.keySet().removeAll(Set.of(CertificateCheck.TRUST, CertificateCheck.REVOCATION));
        }
        return checks;
    }

    /**
     * What a stapled OCSP response (RFC 6960) says of the leaf.
     *
     * @param status what it says, whoever signed it; absent when it cannot be read or says nothing of this leaf
     * @param nextUpdate until when it may be relied on; absent when it has no such date
     * @param flaw why it cannot be relied on, in one line; absent: it can
     * @param revocation the leaf is revoked, and the signer is authorised; a revocation never gets too old
     */
    public record StapleReport(
            @Nullable Status status,
            @Nullable Instant nextUpdate,
            @Nullable String flaw,
            @Nullable Failure revocation) {
        /** The status of a certificate (RFC 6960 §2.2). */
        public enum Status {
            GOOD,
            REVOKED,
            /** The responder does not know the certificate. */
            UNKNOWN;

            private final String label = name().toLowerCase(Locale.ROOT);

            /** The value of the label {@code status} in metrics. */
            public String label() {
                return label;
            }
        }

        /** A staple without a status. */
        public static StapleReport unreadable(String flaw) {
            return new StapleReport(null, null, flaw, null);
        }

        /** Whether it can be relied on and the leaf is good. */
        public boolean passed() {
            return status == Status.GOOD && flaw == null;
        }

        /** For a log line. */
        @Override
        public String toString() {
            String said = "status " + (status == null ? "unreadable" : status.label()) + ", next update "
                    + (nextUpdate == null ? "none" : nextUpdate);
            return flaw == null ? said : said + "; not to be relied on: " + flaw;
        }
    }

    /**
     * What the revocation list of the leaf's issuer (RFC 5280 §5) says of the leaf.
     *
     * @param nextUpdate when the issuer promises a newer list at the latest; absent when no list came whose signature holds
     * @param flaw why there is no verdict, in one line; absent: there is one
     * @param revocation the leaf is on the list; absent: it is not, or there is no verdict
     */
    public record CrlReport(
            @Nullable Instant nextUpdate,
            @Nullable String flaw,
            @Nullable Failure revocation) {
        /**
         * Checks that there is one answer.
         *
         * @throws IllegalArgumentException for a revocation without a verdict, or a verdict without a list
         */
        public CrlReport {
            if (flaw != null && revocation != null) {
                throw new IllegalArgumentException("revocation: besides a flaw (expected: one of the two)");
            }
            if (flaw == null && nextUpdate == null) {
                throw new IllegalArgumentException(
                        "nextUpdate: absent (expected: that of the list that was looked at)");
            }
        }

        /** Without a verdict, since no list could be looked at. */
        public static CrlReport unknown(String flaw) {
            return new CrlReport(null, flaw, null);
        }

        /** Whether there is a verdict. */
        public boolean known() {
            return flaw == null;
        }

        /** Whether there is a verdict and the leaf is not revoked. */
        public boolean passed() {
            return flaw == null && revocation == null;
        }

        /** For a log line. */
        @Override
        public String toString() {
            String said = flaw != null ? "no verdict" : revocation == null ? "not revoked" : "revoked";
            return said + ", next update " + (nextUpdate == null ? "unknown" : nextUpdate)
                    + (flaw == null ? "" : "; " + flaw);
        }
    }
}
