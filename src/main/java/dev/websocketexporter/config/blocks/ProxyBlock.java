package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.NetworkTypes;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import java.util.List;

/** The keys about proxies, which are in {@code http_config} for the target and in {@code oauth2} for the token's server. */
final class ProxyBlock {
    static final Key.Value<Proxy> PROXY_URL = Key.withoutDefault(
            "proxy_url",
            NetworkTypes.PROXY,
            "The proxy on the way to the target, or to the token's server in oauth2; its user info is a secret.");
    static final Key.Value<String> NO_PROXY = Key.withoutDefault(
            "no_proxy",
            TextTypes.line("hosts, domains and networks separated by commas", TextCheck.ONE_LINE),
            "Hosts that are reached without the proxy.");
    static final Key.Value<Boolean> PROXY_FROM_ENVIRONMENT = new Key.Value<>(
            "proxy_from_environment",
            NumberTypes.BOOLEAN,
            false,
            "The proxy is what HTTP_PROXY (for ws and http), HTTPS_PROXY (for wss and https) and NO_PROXY say.");
    static final Key.Value<List<RequestHeader>> PROXY_CONNECT_HEADER = new Key.Value<>(
            "proxy_connect_header",
            HttpTypes.CONNECT_HEADERS,
            List.of(),
            "Additional header fields of the CONNECT request; their values are secrets.");
    static final List<Key> ALL = List.of(PROXY_URL, NO_PROXY, PROXY_FROM_ENVIRONMENT, PROXY_CONNECT_HEADER);

    private ProxyBlock() {}

    /** The proxy. Which of the keys go together is Prometheus' rule. */
    static ProxySettings read(BlockReader http) {
        Proxy proxy = http.optional(PROXY_URL);
        boolean fromEnvironment = http.orDefault(PROXY_FROM_ENVIRONMENT);
        List<RequestHeader> headers = http.orDefault(PROXY_CONNECT_HEADER);
        String noProxy = http.optional(NO_PROXY);
        boolean hasProxy = http.has(PROXY_URL);
        if (fromEnvironment) {
            http.excludes(PROXY_URL, PROXY_FROM_ENVIRONMENT.name());
            http.excludes(NO_PROXY, PROXY_FROM_ENVIRONMENT.name());
        } else if (!hasProxy && noProxy != null && http.isWritten(PROXY_URL)) {
            http.warning(NO_PROXY, "ignored: proxy_url is empty, so that there is no proxy");
        } else if (!hasProxy && noProxy != null) {
            http.mistake(NO_PROXY, "is there without a proxy (expected: proxy_url besides)");
        }
        if (!hasProxy && !fromEnvironment && !headers.isEmpty()) {
            http.mistake(
                    PROXY_CONNECT_HEADER,
                    "is there without a proxy (expected: proxy_url or proxy_from_environment besides)");
        }
        if (proxy != null) {
            checkHeaders(headers, proxy, http);
        }
        return new ProxySettings(
                proxy, noProxy == null ? NoProxy.NONE : new NoProxy(noProxy), fromEnvironment, headers);
    }

    /** Whether a proxy may be used for some target. */
    static boolean mayBeUsed(BlockReader http) {
        return http.optional(PROXY_URL) != null || http.orDefault(PROXY_FROM_ENVIRONMENT);
    }

    private static void checkHeaders(List<RequestHeader> headers, Proxy proxy, BlockReader http) {
        if (proxy.kind() == Proxy.Kind.SOCKS5 && !headers.isEmpty()) {
            http.warning(PROXY_CONNECT_HEADER, "ignored: there is no CONNECT request to a SOCKS proxy");
        }
        boolean login = headers.stream().anyMatch(header -> header.hasName("Proxy-Authorization"));
        if (proxy.login() != null && login) {
            http.mistake(
                    PROXY_CONNECT_HEADER,
                    "has Proxy-Authorization besides the user info of proxy_url (expected: one of the two)");
        }
    }

    static void write(ProxySettings proxy, YamlSection section) {
        section.put(PROXY_URL, proxy.proxy());
        section.put(
                NO_PROXY,
                proxy.noProxy().equals(NoProxy.NONE) ? null : proxy.noProxy().text());
        section.put(PROXY_FROM_ENVIRONMENT, proxy.fromEnvironment());
        section.putSome(PROXY_CONNECT_HEADER, proxy.connectHeaders());
    }
}
