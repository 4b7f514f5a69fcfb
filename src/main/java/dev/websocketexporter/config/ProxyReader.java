package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import java.util.List;

/** Reads the keys of {@code http_config} about proxies. Which of them go together is Prometheus' rule. */
final class ProxyReader {
    private ProxyReader() {}

    static ProxySettings read(BlockReader http) {
        Proxy proxy = http.optional(HttpKeys.PROXY_URL);
        boolean fromEnvironment = http.orDefault(HttpKeys.PROXY_FROM_ENVIRONMENT);
        List<RequestHeader> headers = http.orDefault(HttpKeys.PROXY_CONNECT_HEADER);
        String noProxy = http.optional(HttpKeys.NO_PROXY);
        boolean hasProxy = http.has(HttpKeys.PROXY_URL);
        if (fromEnvironment) {
            http.excludes(HttpKeys.PROXY_URL, HttpKeys.PROXY_FROM_ENVIRONMENT.name());
            http.excludes(HttpKeys.NO_PROXY, HttpKeys.PROXY_FROM_ENVIRONMENT.name());
        } else if (!hasProxy && noProxy != null) {
            http.mistake(HttpKeys.NO_PROXY, "is there without a proxy (expected: proxy_url besides)");
        }
        if (!hasProxy && !fromEnvironment && !headers.isEmpty()) {
            http.mistake(
                    HttpKeys.PROXY_CONNECT_HEADER,
                    "is there without a proxy (expected: proxy_url or proxy_from_environment besides)");
        }
        if (proxy != null) {
            checkHeaders(headers, proxy, http);
        }
        return new ProxySettings(
                proxy, noProxy == null ? NoProxy.NONE : new NoProxy(noProxy), fromEnvironment, headers);
    }

    private static void checkHeaders(List<RequestHeader> headers, Proxy proxy, BlockReader http) {
        if (proxy.kind() == Proxy.Kind.SOCKS5 && !headers.isEmpty()) {
            http.warning(HttpKeys.PROXY_CONNECT_HEADER, "ignored: there is no CONNECT request to a SOCKS proxy");
        }
        boolean login = headers.stream().anyMatch(header -> header.hasName("Proxy-Authorization"));
        if (proxy.login() != null && login) {
            http.mistake(
                    HttpKeys.PROXY_CONNECT_HEADER,
                    "has Proxy-Authorization besides the user info of proxy_url (expected: one of the two)");
        }
    }
}
