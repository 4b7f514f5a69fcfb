package dev.websocketexporter.probe;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names: {@code HTTP_PROXY} for ws, {@code HTTPS_PROXY} for wss, {@code NO_PROXY}, or
 * the same in lower case; without a scheme, {@code http://} is meant. Loopback targets are never proxied.
 *
 * @param forPlain the proxy for ws targets; absent: none
 * @param forSecure the proxy for wss targets; absent: none
 * @param noProxy the targets that are reached without one
 */
public record ProxyEnvironment(
        @Nullable Proxy forPlain, @Nullable Proxy forSecure, NoProxy noProxy) {
    public static final ProxyEnvironment EMPTY = new ProxyEnvironment(null, null, NoProxy.NONE);

    /**
     * Reads the variables.
     *
     * @throws InvalidTargetException with one line that names the variable that is wrong
     */
    public static ProxyEnvironment of(Map<String, String> environment) throws InvalidTargetException {
        return new ProxyEnvironment(
                proxy(environment, nameOf(environment, "HTTP_PROXY", "http_proxy")),
                proxy(environment, nameOf(environment, "HTTPS_PROXY", "https_proxy")),
                new NoProxy(environment.getOrDefault(nameOf(environment, "NO_PROXY", "no_proxy"), "")));
    }

    /** The one that says something; an empty variable says nothing. */
    private static String nameOf(Map<String, String> environment, String name, String inLowerCase) {
        return environment.getOrDefault(name, "").isBlank() ? inLowerCase : name;
    }

    private static @Nullable Proxy proxy(Map<String, String> environment, String name) throws InvalidTargetException {
        String url = environment.getOrDefault(name, "");
        if (url.isBlank()) {
            return null;
        }
        try {
            return Proxy.parse(url.contains("://") ? url : "http://" + url);
        } catch (InvalidTargetException e) {
            throw new InvalidTargetException("environment variable " + name + ": " + e.getMessage());
        }
    }

    /** The proxy for a target; null when it is reached directly. */
    public @Nullable Proxy proxyFor(Target target) {
        boolean direct = noProxy.matches(target) || NoProxy.isLoopback(target);
        return direct ? null : target.secure() ? forSecure : forPlain;
    }
}
