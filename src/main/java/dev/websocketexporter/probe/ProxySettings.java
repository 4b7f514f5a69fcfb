package dev.websocketexporter.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way out to a target.
 *
 * @param proxy the proxy; absent: none, or the environment's
 * @param noProxy the targets that are reached without it
 * @param fromEnvironment whether the environment's variables name the proxy; then {@code proxy} is absent
 * @param connectHeaders additional fields of the CONNECT request; their values are secrets
 */
public record ProxySettings(
        @Nullable Proxy proxy, NoProxy noProxy, boolean fromEnvironment, List<RequestHeader> connectHeaders) {
    public static final ProxySettings NONE = new ProxySettings(null, NoProxy.NONE, false, List.of());

    public ProxySettings {
        connectHeaders = List.copyOf(connectHeaders);
    }

    /** The proxy for a target; null when it is reached directly. */
    public @Nullable Proxy proxyFor(Target target, ProxyEnvironment environment) {
        if (fromEnvironment) {
            return environment.proxyFor(target);
        }
        return noProxy.matches(target) ? null : proxy;
    }
}
