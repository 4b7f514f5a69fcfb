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
 */
public record TlsReport(
        @Nullable TlsVersion version,
        @Nullable String cipher,
        @Nullable String alpn,
        @Nullable ChainReport chain,
        @Nullable StapleReport staple) {
    /** Nothing is known yet. */
    public static final TlsReport NOTHING = new TlsReport(null, null, null, null, null);

    /**
     * Checks that the parts belong together.
     *
     * @throws IllegalArgumentException for a chain without a version, or a staple without a chain
     */
    public TlsReport {
        if (chain != null && version == null) {
            throw new IllegalArgumentException("version: absent (expected: known as soon as there is a chain)");
        }
        if (staple != null && chain == null) {
            throw new IllegalArgumentException("staple: without a chain (expected: the chain that it is about)");
        }
    }

    /** Without an application protocol. */
    public TlsReport(
            @Nullable TlsVersion version,
            @Nullable String cipher,
            @Nullable ChainReport chain,
            @Nullable StapleReport staple) {
        this(version, cipher, null, chain, staple);
    }

    /** The same with what was negotiated. */
    public TlsReport negotiated(@Nullable TlsVersion newVersion, @Nullable String newCipher, @Nullable String newAlpn) {
        return new TlsReport(newVersion, newCipher, newAlpn, chain, staple);
    }

    /** The same with the result of the verification. */
    public TlsReport examined(ChainReport newChain, @Nullable StapleReport newStaple) {
        return new TlsReport(version, cipher, alpn, newChain, newStaple);
    }

    /** Every check that was made, and whether it was passed; empty without a chain. */
    public Map<CertificateCheck, Boolean> checks() {
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        if (chain != null && version != null) {
            checks.putAll(chain.checks());
            checks.put(CertificateCheck.PROTOCOL, version.compareTo(TlsVersion.TLS12) >= 0);
        }
        if (staple != null) {
            checks.put(CertificateCheck.REVOCATION, staple.passed());
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
}
