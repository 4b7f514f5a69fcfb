package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import org.jspecify.annotations.Nullable;

/**
 * The name that the peer's certificate must be for.
 *
 * @param verified a host name without a trailing dot, or an address
 * @param sni what is sent as SNI (RFC 6066 §3); absent for an address
 */
record ServerName(String verified, @Nullable String sni) {
    /** The module's {@code server_name}, else the parameter {@code hostname}, else the target's host. */
    static ServerName of(RedirectHop hop, TlsSettings settings) {
        String configured = settings.serverName();
        HostOverride override = hop.hostOverride();
        if (configured != null) {
            return of(configured);
        }
        return of(override == null ? hop.target().host() : override.serverName());
    }

    static ServerName of(String host) {
        String name = HostAndPort.withoutTrailingDot(host);
        return new ServerName(name, isAddress(name) ? null : name);
    }

    private static boolean isAddress(String name) {
        try {
            return HostAndPort.parse(HostAndPort.bracketed(name), "server name").address() != null;
        } catch (InvalidTargetException e) {
            // It is no address; the handshake will show whether the peer accepts it.
            return false;
        }
    }
}
