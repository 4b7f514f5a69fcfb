package dev.websocketexporter.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Configurations in the forms that people and templates write: each key of blackbox_exporter's websocket modules with
 * each kind of value. One key differs in each from a configuration that loads.
 */
final class DropInForms {
    /** Nothing, something of another kind, and the words of YAML that look like something else. */
    private static final List<String> VALUES = List.of(
            "",
            "null",
            "\"\"",
            "' '",
            "{}",
            "[]",
            "word",
            "7",
            "\"7\"",
            "1.5",
            "true",
            "yes",
            "\"yes\"",
            "off",
            "y",
            "[word]",
            "[null]",
            "[\"\"]",
            "{word: word}",
            "!!binary d29yZA==");

    /** A place: what stands around a key, with {@code %s} for the key and its value. */
    private static final Map<String, String> PLACES = new LinkedHashMap<>();

    /** A right value for each key, by the place. */
    private static final Map<String, Map<String, String>> KEYS = new LinkedHashMap<>();

    private static final String URL = "\"https://login.example.com/token\"";
    private static final String JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    static {
        place("module", "{%s, websocket: {}}", "prober", "websocket");
        place("module ", "{prober: websocket, %s}", "timeout", "5s", "websocket", "{preferred_ip_protocol: ip4}");
        place(
                "websocket",
                module("%s"),
                "http_config",
                "{follow_redirects: true}",
                "headers",
                "{X-Tenant: {values: [blue]}}",
                "query_response",
                "[{send: hello}]",
                "preferred_ip_protocol",
                "ip4",
                "ip_protocol_fallback",
                "false");
        place(
                "http_config",
                http("%s"),
                "basic_auth",
                "{username: me, password: guess}",
                "authorization",
                "{credentials: guess}",
                "oauth2",
                "{client_id: me, client_secret: guess, token_url: " + URL + "}",
                "bearer_token",
                "guess",
                "bearer_token_file",
                "secret",
                "tls_config",
                "{insecure_skip_verify: true}",
                "follow_redirects",
                "false",
                "enable_http2",
                "false",
                "proxy_url",
                "\"http://proxy.example.com:3128\"",
                "proxy_from_environment",
                "true",
                "http_headers",
                "{X-Tenant: {values: [blue]}}");
        place(
                "proxy",
                http("proxy_url: \"http://proxy.example.com\", %s"),
                "no_proxy",
                "localhost",
                "proxy_connect_header",
                "{X-A: [b]}");
        place("no proxy", http("%s"), "no_proxy", "localhost", "proxy_connect_header", "{X-A: [b]}");
        place(
                "basic_auth",
                http("basic_auth: {%s}"),
                "username",
                "me",
                "username_file",
                "secret",
                "username_ref",
                "me",
                "password",
                "guess",
                "password_file",
                "secret",
                "password_ref",
                "me");
        place("authorization", http("authorization: {credentials: guess, %s}"), "type", "Token");
        place(
                "authorization ",
                http("authorization: {%s}"),
                "credentials",
                "guess",
                "credentials_file",
                "secret",
                "credentials_ref",
                "me");
        place(
                "oauth2",
                http("oauth2: {client_id: me, client_secret: guess, token_url: " + URL + ", %s}"),
                "grant_type",
                "client_credentials",
                "scopes",
                "[read, write]",
                "endpoint_params",
                "{audience: api}",
                "tls_config",
                "{insecure_skip_verify: true}",
                "proxy_url",
                "\"http://proxy.example.com:3128\"",
                "proxy_from_environment",
                "true",
                "client_secret_ref",
                "me",
                "client_certificate_key_id",
                "one",
                "client_certificate_key_ref",
                "me",
                "signature_algorithm",
                "RS384",
                "iss",
                "me",
                "audience",
                "api",
                "claims",
                "{tenant: blue, roles: [probe], level: 3}");
        place(
                "oauth2 with a proxy",
                http("oauth2: {client_id: me, client_secret: guess, token_url: " + URL
                        + ", proxy_url: \"http://proxy.example.com\", %s}"),
                "no_proxy",
                "localhost",
                "proxy_connect_header",
                "{X-A: [b]}");
        place(
                "oauth2 without id",
                http("oauth2: {client_secret: guess, token_url: " + URL + ", %s}"),
                "client_id",
                "me");
        place(
                "oauth2 without secret",
                http("oauth2: {client_id: me, token_url: " + URL + ", %s}"),
                "client_secret",
                "guess",
                "client_secret_file",
                "secret");
        place("oauth2 without url", http("oauth2: {client_id: me, client_secret: guess, %s}"), "token_url", URL);
        place(
                "assertion",
                http("oauth2: {client_id: me, grant_type: \"" + JWT
                        + "\", client_certificate_key_file: rsa.key, token_url: " + URL + ", %s}"),
                "client_certificate_key_id",
                "one",
                "signature_algorithm",
                "RS512",
                "iss",
                "me",
                "audience",
                "api",
                "claims",
                "{tenant: blue, roles: [probe], level: 3}",
                "client_secret",
                "guess",
                "scopes",
                "[read]");
        place(
                "assertion without key",
                http("oauth2: {client_id: me, grant_type: \"" + JWT + "\", token_url: " + URL + ", %s}"),
                "client_certificate_key_file",
                "rsa.key",
                "client_certificate_key",
                "key",
                "client_certificate_key_ref",
                "me");
        place(
                "tls_config",
                http("tls_config: {%s}"),
                "ca_file",
                "client.crt",
                "ca",
                "pem",
                "ca_ref",
                "me",
                "server_name",
                "chat.example.com",
                "insecure_skip_verify",
                "true",
                "min_version",
                "TLS12",
                "max_version",
                "TLS13");
        place(
                "client certificate",
                http("tls_config: {key_file: client.key, %s}"),
                "cert_file",
                "client.crt",
                "cert",
                "pem",
                "cert_ref",
                "me");
        place(
                "client key",
                http("tls_config: {cert_file: client.crt, %s}"),
                "key_file",
                "client.key",
                "key",
                "pem",
                "key_ref",
                "me");
        place(
                "header",
                module("headers: {X-Tenant: {%s}}"),
                "values",
                "[blue]",
                "secrets",
                "[guess]",
                "files",
                "[secret]");
        place(
                "headers",
                module("headers: {%s}"),
                "X-Tenant",
                "{values: [blue], secrets: [guess]}",
                "Sec-WebSocket-Protocol",
                "{secrets: [guess]}",
                "Host",
                "{files: [secret]}",
                "Origin",
                "{secrets: [\"https://app.example.com\"]}");
        place("http_headers", http("http_headers: {%s}"), "X-Tenant", "{files: [secret]}");
        place(
                "step",
                module("query_response: [{%s}]"),
                "expect",
                "\"^hello$\"",
                "expect_bytes",
                "hello",
                "send",
                "hello",
                "starttls",
                "true");
        place("labels", module("query_response: [{expect: \"(a)\", %s}]"), "labels", "[{name: one, value: \"$1\"}]");
        place("label", module("query_response: [{expect: \"(a)\", labels: [{name: one, %s}]}]"), "value", "\"$1\"");
        place("label ", module("query_response: [{expect: \"(a)\", labels: [{value: one, %s}]}]"), "name", "one");
    }

    private DropInForms() {}

    private static void place(String name, String around, String... keysAndValues) {
        PLACES.put(name, around);
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        KEYS.put(name, keys);
    }

    private static String module(String websocket) {
        return "{prober: websocket, websocket: {" + websocket + "}}";
    }

    private static String http(String http) {
        return module("http_config: {" + http + "}");
    }

    /** All of them, as files; the names of files in them are {@code secret, client.crt, client.key, rsa.key}. */
    static List<String> all() {
        Set<String> forms = new LinkedHashSet<>();
        KEYS.forEach((place, keys) -> keys.forEach((key, right) -> {
            forms.add(file(place, key + ": " + right));
            forms.add("modules: {m: " + around(place, key + ": &a " + right) + ", n: " + around(place, key + ": *a")
                    + "}\n");
            forms.add(file(place, key + ": " + right + ", " + key + ": " + right));
            forms.add(file(place, key.toUpperCase(Locale.ROOT) + ": " + right));
            VALUES.forEach(value -> forms.add(file(place, key + ": " + value)));
        }));
        forms.addAll(DropInOddities.ALL);
        return new ArrayList<>(forms);
    }

    private static String file(String place, String entry) {
        return "modules: {m: " + around(place, entry) + "}\n";
    }

    private static String around(String place, String entry) {
        return PLACES.get(place).replace("%s", entry);
    }
}
