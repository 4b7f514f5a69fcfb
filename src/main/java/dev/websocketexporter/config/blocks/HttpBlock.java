package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.RequestHeader;
import java.util.List;

/** {@code http_config}: its keys. */
final class HttpBlock {
    static final Key.Value<Boolean> FOLLOW_REDIRECTS = new Key.Value<>(
            "follow_redirects",
            NumberTypes.BOOLEAN,
            false,
            "Redirects are followed: at most 10, never from wss to ws, credentials only to the first host and port.");
    static final Key.Unread ENABLE_HTTP2 =
            Key.ignored("enable_http2", "The version of HTTP is http_version in websocket.");
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
                    OAuth2Block.BLOCK,
                    TlsBlock.BLOCK,
                    ProxyBlock.PROXY_URL,
                    ProxyBlock.NO_PROXY,
                    ProxyBlock.PROXY_FROM_ENVIRONMENT,
                    ProxyBlock.PROXY_CONNECT_HEADER,
                    FOLLOW_REDIRECTS,
                    ENABLE_HTTP2,
                    HTTP_HEADERS));

    private HttpBlock() {}

    static YamlSection write(ProbeModule module) {
        YamlSection section = new YamlSection();
        CredentialsBlock.write(module.upgrade().credentials(), section);
        section.put(TlsBlock.BLOCK, TlsBlock.write(module.tls()));
        ProxyBlock.write(module.proxy(), section);
        section.put(FOLLOW_REDIRECTS, module.upgrade().followRedirects());
        return section;
    }
}
