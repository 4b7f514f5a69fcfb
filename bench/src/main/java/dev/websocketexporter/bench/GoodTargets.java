package dev.websocketexporter.bench;

import java.util.ArrayList;
import java.util.List;

/** The targets of {@code bench/soak --faults} that must never be reported as failed while their servers run. */
final class GoodTargets {
    static final String PLAIN = "plain";
    static final String SECURE = "secure";
    static final String COMPRESSED = "compressed";
    static final String BEARER = "bearer";
    static final String CONVERSATION = "conversation";
    static final String HEARTBEAT = "heartbeat";
    static final String TOKEN = "token";
    static final String CLIENT_CERTIFICATE = "client_certificate";
    static final String PROXIED = "proxied";
    static final String REDIRECTED = "redirected";

    static final String SUBPROTOCOL = "graphql-transport-ws";

    /** Where a redirect begins, and where it leads. */
    static final String OLD_PATH = "/old";

    static final String NEW_PATH = "/new";
    static final String TOKEN_PATH = "/token";
    static final String ROOT_FILE = "good-root.pem";

    /** Above the ports of the servers that fail. */
    static final int FIRST = 50;

    /** Of the target behind the proxy, which has no commands of its own. */
    static final int BEHIND_PROXY = FIRST + 10;

    private static final String TIMEOUT = "8s";
    private static final String REFUSED = "connect/connection_refused";

    private GoodTargets() {}

    /** @param named whether the names of {@link SoakNames} are to be had */
    static List<SoakTarget> all(SoakPlace place, boolean named) {
        List<SoakTarget> templates = List.of(
                good(PLAIN, "a name, and a Close that must be answered")
                        .at("ws://" + (named ? SoakNames.GOOD : "127.0.0.1") + ":{port}/")
                        .with(List.of("close: {required: true, timeout: 5s}")),
                secure(SECURE, "`wss`, with a new chain every 30 s", ""),
                good(COMPRESSED, "compression that is required")
                        .with(List.of(
                                "compression: true",
                                "require_compression: true",
                                "query_response: [{send: '" + "hello ".repeat(100) + "'}, {expect: '^hello'}]")),
                good(BEARER, "a subprotocol that is required, and a bearer token in a file that rotates")
                        .with(List.of(
                                "subprotocols: [" + SUBPROTOCOL + "]",
                                "require_subprotocol: true",
                                "http_config: {authorization: {credentials_file: {dir}/" + RotatingSecrets.BEARER_FILE
                                        + "}}")),
                good(CONVERSATION, "a conversation with JSON and captures")
                        .with(List.of(
                                "query_response: [{send: '{\"action\":\"subscribe\"}'}, {expect: '\"id\":\"(\\w+)\"'},"
                                        + " {send: '{\"ack\":\"${1}\"}'}, {expect_json: {/type: ack, /code: 0}}]")),
                good(HEARTBEAT, "three pings").with(List.of("heartbeat: {pings: 3, interval: 50ms, timeout: 5s}")),
                good(TOKEN, "an OAuth2 token, and a client secret in a file that rotates")
                        .with(List.of("http_config: {oauth2: {client_id: soak, client_secret_file: {dir}/"
                                + RotatingSecrets.CLIENT_SECRET_FILE + ", token_url: \"http://127.0.0.1:{port}"
                                + TOKEN_PATH + "\"}}")),
                secure(
                        CLIENT_CERTIFICATE,
                        "a client certificate that rotates",
                        ", cert_file: {dir}/" + RotatingSecrets.CERTIFICATE_FILE + ", key_file: {dir}/"
                                + RotatingSecrets.KEY_FILE),
                good(PROXIED, "a proxy")
                        .whenDown("proxy/proxy_unreachable")
                        .at("ws://127.0.0.1:" + place.port(BEHIND_PROXY) + "/")
                        .with(List.of("http_config: {proxy_url: \"http://127.0.0.1:{port}\"}")),
                good(REDIRECTED, "a redirect that is followed")
                        .at("ws://127.0.0.1:{port}" + OLD_PATH)
                        .with(List.of("http_config: {follow_redirects: true}")));
        List<SoakTarget> all = new ArrayList<>();
        for (SoakTarget template : templates) {
            all.add(template.in(place, FIRST + all.size()));
        }
        return all;
    }

    private static SoakTarget good(String name, String does) {
        return new SoakTarget(
                name,
                does,
                SoakTarget.SUCCESS,
                REFUSED,
                "ws://127.0.0.1:{port}/",
                TIMEOUT,
                List.of("preferred_ip_protocol: ip4"));
    }

    private static SoakTarget secure(String name, String does, String tlsKeys) {
        return good(name, does)
                .at("wss://127.0.0.1:{port}/")
                .with(List.of("http_config: {tls_config: {ca_file: {dir}/" + ROOT_FILE + ", server_name: "
                        + SoakPlace.NAME + tlsKeys + "}}"));
    }
}
