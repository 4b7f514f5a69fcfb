package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.NetworkTypes;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import java.util.List;

/** {@code http_config}: its keys, and what it says about proxies. */
final class HttpBlock {
    static final Key.Value<Proxy> PROXY_URL = Key.withoutDefault(
            "proxy_url", NetworkTypes.PROXY, "The proxy that targets are reached through; its user info is a secret.");
    static final Key.Value<String> NO_PROXY = Key.withoutDefault(
            "no_proxy",
            TextTypes.line("hosts, domains and networks separated by commas", TextCheck.ONE_LINE),
            "Targets that are reached without the proxy.");
    static final Key.Value<Boolean> PROXY_FROM_ENVIRONMENT = new Key.Value<>(
            "proxy_from_environment",
            NumberTypes.BOOLEAN,
            false,
            "The proxy is what HTTP_PROXY (for ws), HTTPS_PROXY (for wss) and NO_PROXY say.");
    static final Key.Value<List<RequestHeader>> PROXY_CONNECT_HEADER = new Key.Value<>(
            "proxy_connect_header",
            HttpTypes.CONNECT_HEADERS,
            List.of(),
            "Additional header fields of the CONNECT request; their values are secrets.");
    static final Key.Value<Boolean> FOLLOW_REDIRECTS = new Key.Value<>(
            "follow_redirects",
            NumberTypes.BOOLEAN,
            false,
            "Redirects are followed: at most 10, never from wss to ws, credentials only to the first host and port.");
    static final Key.Unread ENABLE_HTTP2 = Key.ignored("enable_http2", "A WebSocket is opened with HTTP/1.1.");
    static final Key.Value<List<RequestHeader>> HTTP_HEADERS = new Key.Value<>(
            "http_headers",
            HeadersBlock.INSTANCE,
            List.of(),
            "More header fields of the upgrade request, as in headers.",
            List.of(HeadersBlock.BLOCK));
    static final Key.Block BLOCK = new Key.Block(
            "http_config",
            "TLS, credentials and proxies, as in Prometheus and blackbox_exporter.",
            List.of(
                    CredentialsBlock.BASIC_AUTH,
                    CredentialsBlock.AUTHORIZATION,
                    CredentialsBlock.BEARER_TOKEN,
                    CredentialsBlock.BEARER_TOKEN_FILE,
                    CredentialsBlock.OAUTH2,
                    TlsBlock.BLOCK,
                    PROXY_URL,
                    NO_PROXY,
                    PROXY_FROM_ENVIRONMENT,
                    PROXY_CONNECT_HEADER,
                    FOLLOW_REDIRECTS,
                    ENABLE_HTTP2,
                    HTTP_HEADERS));

    private HttpBlock() {}

    /** The proxy. Which of the keys go together is Prometheus' rule. */
    static ProxySettings readProxy(BlockReader http) {
        Proxy proxy = http.optional(PROXY_URL);
        boolean fromEnvironment = http.orDefault(PROXY_FROM_ENVIRONMENT);
        List<RequestHeader> headers = http.orDefault(PROXY_CONNECT_HEADER);
        String noProxy = http.optional(NO_PROXY);
        boolean hasProxy = http.has(PROXY_URL);
        if (fromEnvironment) {
            http.excludes(PROXY_URL, PROXY_FROM_ENVIRONMENT.name());
            http.excludes(NO_PROXY, PROXY_FROM_ENVIRONMENT.name());
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

    static YamlSection write(ProbeModule module) {
        YamlSection section = new YamlSection();
        CredentialsBlock.write(module.upgrade().credentials(), section);
        section.put(TlsBlock.BLOCK, TlsBlock.write(module.tls()));
        ProxySettings proxy = module.proxy();
        section.put(PROXY_URL, proxy.proxy());
        section.put(
                NO_PROXY,
                proxy.noProxy().equals(NoProxy.NONE) ? null : proxy.noProxy().text());
        section.put(PROXY_FROM_ENVIRONMENT, proxy.fromEnvironment());
        section.putSome(PROXY_CONNECT_HEADER, proxy.connectHeaders());
        section.put(FOLLOW_REDIRECTS, module.upgrade().followRedirects());
        return section;
    }
}
