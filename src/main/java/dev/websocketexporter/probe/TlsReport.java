package dev.websocketexporter.probe;

import org.jspecify.annotations.Nullable;

/**
 * What the TLS handshake showed.
 *
 * @param version as in {@code probe_tls_version_info}, {@code TLS 1.3}; absent when the handshake did not complete
 * @param cipher the IANA name, {@code TLS_AES_128_GCM_SHA256}; absent when the handshake did not complete
 * @param chain the peer's certificates; absent when it presented none
 */
public record TlsReport(
        @Nullable String version,
        @Nullable String cipher,
        @Nullable ChainReport chain) {}
