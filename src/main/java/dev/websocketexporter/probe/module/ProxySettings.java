package dev.websocketexporter.probe.module;

import dev.websocketexporter.probe.target.HostName;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.Target;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /**
     * The targets that are reached without a proxy: a list separated by commas, in the language of Go's
     * {@code golang.org/x/net/http/httpproxy}, which Prometheus speaks. {@code *} is everything, {@code example.com} is that
     * name and all below it, {@code .example.com} only those below it; addresses and networks are matched by targets that
     * are addresses; any may end in {@code :PORT}. With a list, loopback targets are never proxied.
     *
     * @param text as it stands in the configuration
     */
    public record NoProxy(String text) {
        public static final NoProxy NONE = new NoProxy("");

        /** Whether the target is reached without a proxy. */
        public boolean matches(Target target) {
            if (text.isBlank()) {
                return false;
            }
            return isLoopback(target) || entries().stream().anyMatch(entry -> matches(entry, target));
        }

        private List<String> entries() {
            List<String> entries = new ArrayList<>();
            Arrays.stream(text.split(","))
                    .map(entry -> entry.trim().toLowerCase(Locale.ROOT))
                    .filter(entry -> !entry.isEmpty())
                    .forEach(entries::add);
            return entries;
        }

        static boolean isLoopback(Target target) {
            InetAddress address = target.address();
            return address == null ? target.host().equals("localhost") : address.isLoopbackAddress();
        }

        private static boolean matches(String entry, Target target) {
            if (entry.equals("*")) {
                return true;
            }
            String host = withoutPort(entry);
            if (!host.equals(entry) && !entry.endsWith(":" + target.port())) {
                return false;
            }
            InetAddress address = target.address();
            return address == null ? matchesName(host, target.host()) : matchesAddress(host, address);
        }

        private static String withoutPort(String entry) {
            int colon = entry.lastIndexOf(':');
            boolean hasPort = colon > 0
                    && entry.substring(colon + 1).matches("[0-9]+")
                    && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
            String host = hasPort ? entry.substring(0, colon) : entry;
            return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        }

        private static boolean matchesName(String entry, String host) {
            String name = HostName.withoutTrailingDot(host);
            String suffix = asciiOrItself(entry.startsWith("*.") ? entry.substring(1) : entry);
            return suffix.startsWith(".") ? name.endsWith(suffix) : name.equals(suffix) || name.endsWith("." + suffix);
        }

        /** The form that targets have; what has none matches nothing, as in Go. */
        private static String asciiOrItself(String entry) {
            boolean below = entry.startsWith(".");
            if (StandardCharsets.US_ASCII.newEncoder().canEncode(entry)) {
                return entry;
            }
            try {
                return (below ? "." : "") + HostName.parse(below ? entry.substring(1) : entry, "no_proxy");
            } catch (InvalidTargetException e) {
                return entry;
            }
        }

        private static boolean matchesAddress(String entry, InetAddress address) {
            PolicyEntry network = networkOrNull(entry);
            return network != null && network.matchesAddress(address);
        }

        private static @Nullable PolicyEntry networkOrNull(String entry) {
            try {
                return PolicyEntry.parse(entry);
            } catch (IllegalArgumentException e) {
                // Go ignores what is neither a name nor an address; it matches nothing.
                return null;
            }
        }
    }

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

        private static @Nullable Proxy proxy(Map<String, String> environment, String name)
                throws InvalidTargetException {
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
        @Nullable
        Proxy proxyFor(Target target) {
            boolean direct = noProxy.matches(target) || NoProxy.isLoopback(target);
            return direct ? null : target.secure() ? forSecure : forPlain;
        }
    }
}
