package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.FullBacklog;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** Targets that no connection leads to, or only one through a proxy that fails, and those that no token is to be had for. */
final class FaultsOnTheWay {
    private static final int METHODS_OF_NO_LOGIN = 3;
    private static final int REFUSED_BY_RULE = 2;

    private FaultsOnTheWay() {}

    /** Names that only {@link SoakNames} knows. */
    static List<Fault> named() {
        return List.of(
                name("name_unknown", "a name that does not exist", "resolve/name_not_found"),
                name("name_servfail", "a name server that answers SERVFAIL", "resolve/resolver_failure"),
                name("name_silent", "a name server that does not answer", "resolve/timeout"),
                name("name_lie", "a name server that answers another query", "resolve/timeout"));
    }

    private static Fault name(String name, String does, String expected) {
        return Fault.plain(name, does, expected, Script.SILENCE)
                .at("ws://" + name.replace('_', '-') + SoakNames.DOMAIN + ":9/")
                .down(expected)
                // There is no server to start.
                .startedBy((port, root) -> () -> {});
    }

    static List<Fault> all() {
        return List.of(
                Fault.plain(
                                "refused",
                                "a port of `::1` that nobody listens on",
                                "connect/connection_refused",
                                Peer::fin)
                        .at("ws://[::1]:{port}/")
                        .with("preferred_ip_protocol: ip6")
                        // Bound, so that nobody else listens there.
                        .startedBy((port, root) -> {
                            Socket bound = new Socket();
                            bound.bind(new InetSocketAddress("::1", port));
                            return bound;
                        }),
                Fault.plain("backlog_full", "a SYN is not answered", "connect/timeout", Script.SILENCE)
                        .startedBy((port, root) -> new FullBacklog(port)),
                Fault.proxy("proxy_login", "a proxy that answers 407", "proxy/proxy_auth_required", "http", peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
                    peer.fin();
                }),
                Fault.proxy("proxy_refuses", "a SOCKS proxy that refuses", "proxy/proxy_refused", "socks5", peer -> {
                    peer.read(METHODS_OF_NO_LOGIN);
                    peer.send((byte) 5, (byte) 0);
                    skipCommand(peer);
                    peer.send(new byte[] {5, REFUSED_BY_RULE, 0, 1, 0, 0, 0, 0, 0, 0});
                    peer.silence();
                }),
                Fault.proxy("proxy_banner", "a proxy that speaks SSH", "proxy/proxy_protocol_error", "http", peer -> {
                    peer.send("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
                    peer.silence();
                }),
                Fault.proxy("proxy_silent", "a proxy that does not answer", "proxy/timeout", "http", Script.SILENCE),
                token("token_refused", "a token server that answers 401", "auth/authentication_setup", peer -> {
                    peer.readHead();
                    String body = "{\"error\":\"invalid_client\"}";
                    peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    peer.fin();
                }),
                token("token_silent", "a token server that does not answer", "auth/timeout", Script.SILENCE));
    }

    /** RFC 1928 §4, of a name. */
    private static void skipCommand(Peer peer) throws IOException {
        peer.read(4);
        peer.read(peer.read(1)[0]);
        peer.read(2);
    }

    /** The token is fetched when the target accepts connections, so the token server's port is that one too. */
    private static Fault token(String name, String does, String expected, Script script) {
        return Fault.plain(name, does, expected, script)
                .with("http_config: {oauth2: {client_id: soak, client_secret: s3cret,"
                        + " token_url: \"http://127.0.0.1:{port}/token\"}}");
    }
}
