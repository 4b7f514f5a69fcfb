package dev.websocketexporter.probe.module;

import org.jspecify.annotations.Nullable;

/**
 * How TLS is negotiated and the peer's certificate judged ({@code tls_config}).
 *
 * @param ca the trusted roots in PEM; absent: the trust store of the Java runtime
 * @param certificate the exporter's certificate in PEM, the leaf first; absent: none; with {@code key} or not at all
 * @param key its private key in PEM
 * @param serverName the name sent as SNI and verified; absent: the host of the target
 * @param insecureSkipVerify an invalid certificate is reported, but does not fail the probe
 * @param minVersion the lowest version that is offered
 * @param maxVersion the highest version that is offered; not below {@code minVersion}
 * @param crlCheck whether the target's certificate is looked up in its issuer's revocation list (RFC 5280 §5)
 */
public record TlsSettings(
        @Nullable Value ca,
        @Nullable Value certificate,
        @Nullable Value key,
        @Nullable String serverName,
        boolean insecureSkipVerify,
        TlsVersion minVersion,
        TlsVersion maxVersion,
        boolean crlCheck) {
    public static final TlsSettings DEFAULT =
            new TlsSettings(null, null, null, null, false, TlsVersion.TLS12, TlsVersion.TLS13, false);

    /** The same settings, but with these roots, and for a peer of this name. */
    public TlsSettings with(Value roots, String name) {
        return new TlsSettings(roots, certificate, key, name, insecureSkipVerify, minVersion, maxVersion, crlCheck);
    }

    /** The same settings, but only these versions are offered. */
    public TlsSettings with(TlsVersion min, TlsVersion max) {
        return new TlsSettings(ca, certificate, key, serverName, insecureSkipVerify, min, max, crlCheck);
    }

    /** The same settings for a peer of this name; an address is not sent as SNI. */
    public TlsSettings withServerName(String name) {
        return new TlsSettings(ca, certificate, key, name, insecureSkipVerify, minVersion, maxVersion, crlCheck);
    }

    /** The same settings with one version alone. */
    public TlsSettings only(TlsVersion version) {
        return new TlsSettings(ca, certificate, key, serverName, insecureSkipVerify, version, version, crlCheck);
    }

    /** The same settings, and a certificate of the peer that is invalid fails the probe. */
    public TlsSettings withVerification() {
        return new TlsSettings(ca, certificate, key, serverName, false, minVersion, maxVersion, crlCheck);
    }

    /** The same settings, but no certificate of the peer is refused. */
    public TlsSettings withoutVerification() {
        return new TlsSettings(ca, certificate, key, serverName, true, minVersion, maxVersion, crlCheck);
    }

    /** The same settings, but the target's certificate is looked up in its issuer's revocation list. */
    public TlsSettings withCrlCheck() {
        return new TlsSettings(ca, certificate, key, serverName, insecureSkipVerify, minVersion, maxVersion, true);
    }
}
