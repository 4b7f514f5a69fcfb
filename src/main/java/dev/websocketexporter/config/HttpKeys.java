package dev.websocketexporter.config;

import dev.websocketexporter.config.Key.Block;
import dev.websocketexporter.config.Key.Unread;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.RequestHeader;
import java.util.List;

/** The keys of {@code http_config}. */
final class HttpKeys {
    static final Key.Value<Proxy> PROXY_URL = Key.withoutDefault(
            "proxy_url", ProxyType.INSTANCE, "The proxy that targets are reached through; its user info is a secret.");
    static final Key.Value<String> NO_PROXY = Key.withoutDefault(
            "no_proxy",
            new LineType("hosts, domains and networks separated by commas", TextCheck.ONE_LINE),
            "Targets that are reached without the proxy.");
    static final Key.Value<Boolean> PROXY_FROM_ENVIRONMENT = new Key.Value<>(
            "proxy_from_environment",
            BooleanType.INSTANCE,
            false,
            "The proxy is what HTTP_PROXY (for ws), HTTPS_PROXY (for wss) and NO_PROXY say.");
    static final Key.Value<List<RequestHeader>> PROXY_CONNECT_HEADER = new Key.Value<>(
            "proxy_connect_header",
            ConnectHeadersType.INSTANCE,
            List.of(),
            "Additional header fields of the CONNECT request; their values are secrets.");
    static final Key.Value<Boolean> FOLLOW_REDIRECTS = new Key.Value<>(
            "follow_redirects",
            BooleanType.INSTANCE,
            false,
            "Redirects are followed: at most 10, never from wss to ws, credentials only to the first host and port.");
    static final Unread ENABLE_HTTP2 = Key.ignored("enable_http2", "A WebSocket is opened with HTTP/1.1.");
    static final Key.Value<List<RequestHeader>> HTTP_HEADERS = new Key.Value<>(
            "http_headers",
            HeadersType.INSTANCE,
            List.of(),
            "More header fields of the upgrade request, as in headers.");
    static final Block BLOCK = new Block(
            "http_config",
            "TLS, credentials and proxies, as in Prometheus and blackbox_exporter.",
            List.of(
                    CredentialKeys.BASIC_AUTH,
                    CredentialKeys.AUTHORIZATION,
                    CredentialKeys.BEARER_TOKEN,
                    CredentialKeys.BEARER_TOKEN_FILE,
                    CredentialKeys.OAUTH2,
                    TlsKeys.BLOCK,
                    PROXY_URL,
                    NO_PROXY,
                    PROXY_FROM_ENVIRONMENT,
                    PROXY_CONNECT_HEADER,
                    FOLLOW_REDIRECTS,
                    ENABLE_HTTP2,
                    HTTP_HEADERS));

    private HttpKeys() {}
}
