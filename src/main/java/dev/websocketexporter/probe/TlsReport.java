package dev.websocketexporter.probe;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS handshake showed.
 *
 * @param version what was negotiated; absent when the handshake broke before the peer presented its certificates
 * @param cipher the IANA name, {@code TLS_AES_128_GCM_SHA256}; absent when it was not learnt before the handshake broke
 * @param chain the peer's certificates; absent when it presented none; never without a version
 * @param staple the OCSP response that came with them; absent when there was none
 */
public record TlsReport(
        @Nullable TlsVersion version,
        @Nullable String cipher,
        @Nullable ChainReport chain,
        @Nullable StapleReport staple) {
    /** Nothing was learnt so far. */
    public static final TlsReport NOTHING = new TlsReport(null, null, null, null);

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

    /** The same with what was negotiated. */
    public TlsReport negotiated(@Nullable TlsVersion newVersion, @Nullable String newCipher) {
        return new TlsReport(newVersion, newCipher, chain, staple);
    }

    /** The same with what was examined. */
    public TlsReport examined(ChainReport newChain, @Nullable StapleReport newStaple) {
        return new TlsReport(version, cipher, newChain, newStaple);
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
        return checks;
    }
}
