package dev.websocketexporter.config;

import dev.websocketexporter.config.Key.Status;
import dev.websocketexporter.config.Key.Unread;
import java.util.List;

/** The keys that are planned. Whoever builds one moves it to the {@link Catalogue}. */
final class PlannedKeys {
    static final List<Key> TLS_CONFIG = List.of(
            planned("ca", "The trusted roots, in PEM."),
            planned("cert_file", "The client's certificate, in PEM."),
            planned("cert", "The client's certificate, in PEM."),
            planned("key_file", "The client's key, in PEM."),
            planned("key", "The client's key, in PEM."),
            planned("min_version", "TLS10, TLS11, TLS12 or TLS13."),
            planned("max_version", "TLS10, TLS11, TLS12 or TLS13."));

    static final List<Key> HTTP_CONFIG = List.of(
            planned(
                    "basic_auth",
                    "A user name and a password.",
                    planned("username", "The user's name."),
                    planned("username_file", "A file with the user's name."),
                    planned("password", "The password."),
                    planned("password_file", "A file with the password.")),
            planned(
                    "authorization",
                    "Credentials of another type.",
                    planned("type", "The scheme, Bearer by default."),
                    planned("credentials", "What follows the scheme."),
                    planned("credentials_file", "A file with what follows the scheme.")),
            planned("bearer_token", "A token for the scheme Bearer."),
            planned("bearer_token_file", "A file with a token for the scheme Bearer."),
            planned(
                    "oauth2",
                    "A token by OAuth 2 client credentials.",
                    planned("client_id", "The client's name."),
                    planned("client_secret", "The client's secret."),
                    planned("client_secret_file", "A file with the client's secret."),
                    planned("token_url", "Where the token is fetched."),
                    planned("scopes", "The scopes asked for."),
                    planned("endpoint_params", "Additional parameters of the token request."),
                    planned("tls_config", "TLS with the token's server.")),
            planned("proxy_url", "A proxy: http, https or socks5."),
            planned("no_proxy", "Hosts that are dialled directly."),
            planned("proxy_from_environment", "The proxy of the environment variables."),
            planned("proxy_connect_header", "Header fields for the proxy."),
            planned("http_headers", "Header fields, in Prometheus' form."),
            planned("follow_redirects", "Whether redirects are followed."));

    static final List<Key> WEBSOCKET = List.of(
            planned("source_ip_address", "The address dialled from."),
            planned("compression", "Offers permessage-deflate."),
            planned("fail_if_ssl", "A wss target fails."),
            planned("fail_if_not_ssl", "A ws target fails."),
            planned("fail_if_header_matches", "Fails by a header field that matches.", headerRule()),
            planned("fail_if_header_not_matches", "Fails by a header field that does not match.", headerRule()),
            planned("require_subprotocol", "Fails unless a subprotocol was chosen."),
            planned("require_compression", "Fails unless compression was chosen."),
            planned(
                    "query_response",
                    "The conversation after the upgrade.",
                    planned("name", "Names the step."),
                    planned("send", "A text message to send."),
                    planned("send_binary", "A binary message to send."),
                    planned("send_file", "A file with a message to send."),
                    planned("expect", "A regular expression on the next message."),
                    planned("expect_json", "Values in the next message."),
                    planned("expect_binary", "The bytes of the next message."),
                    planned("expect_bytes", "The bytes of the next message."),
                    planned("skip", "How many messages that do not match may come first."),
                    planned("timeout", "The most that the step may take."),
                    planned("labels", "Labels of probe_expect_info."),
                    new Unread("starttls", Status.IGNORED, "A wss target has TLS from the start.", List.of())),
            planned("max_message_size", "The largest message received."),
            planned(
                    "heartbeat",
                    "Pings after the upgrade.",
                    planned("pings", "How many."),
                    planned("interval", "The time between two."),
                    planned("timeout", "How long a pong may take."),
                    planned("max_missed", "How many pongs may be missing.")),
            planned("hold", "How long the open connection is kept idle."),
            planned(
                    "close",
                    "The closing handshake.",
                    planned("code", "The close code."),
                    planned("timeout", "How long the peer's Close is waited for."),
                    planned("required", "Fails when the peer does not answer.")),
            planned("attempts", "Tries in all."),
            planned("attempt_interval", "The time between two tries."));

    private PlannedKeys() {}

    private static Unread planned(String name, String help, Key... members) {
        return new Unread(name, Status.NOT_YET, help, List.of(members));
    }

    private static Key[] headerRule() {
        return new Key[] {
            planned("header", "The name of the field."),
            planned("regexp", "A regular expression on its value."),
            planned("allow_missing", "Whether the field may be missing.")
        };
    }
}
