package dev.websocketexporter.probe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the peer's certificate is judged ({@code tls_config}).
 *
 * @param caFile PEM file of the trusted roots; absent: the trust store of the Java runtime
 * @param serverName the name sent as SNI and verified; absent: the host of the target
 * @param insecureSkipVerify a certificate that does not verify fails nothing; it is reported all the same
 */
public record TlsSettings(@Nullable Path caFile, @Nullable String serverName, boolean insecureSkipVerify) {
    public static final TlsSettings DEFAULT = new TlsSettings(null, null, false);
}
