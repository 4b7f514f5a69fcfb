package dev.websocketexporter.config;

import java.util.ArrayList;
import java.util.List;

/** Forms that are about more than one key, or about YAML itself. */
final class DropInOddities {
    static final List<String> ALL = all();

    private DropInOddities() {}

    private static List<String> all() {
        List<String> forms = new ArrayList<>(List.of(
                "",
                "# nothing\n",
                "---\n",
                "{}\n",
                "[]\n",
                "word\n",
                "modules:\n",
                "modules: {}\n",
                "modules: []\n",
                "modules: word\n",
                "modules: {m: }\n",
                "modules: {m: {}}\n",
                "modules: {m: []}\n",
                "modules: {m: {prober: websocket}}\nother: 1\n",
                "modules: {m: {prober: websocket}}\n---\nmodules: {}\n",
                "---\nmodules: {m: {prober: websocket}}\n...\n",
                "%YAML 1.1\n---\nmodules: {m: {prober: websocket}}\n",
                "\uFEFFmodules: {m: {prober: websocket}}\n",
                "modules: {m: {prober: websocket}}\r\n",
                "modules:\r\n  m:\r\n    prober: websocket\r\n",
                "{\"modules\": {\"m\": {\"prober\": \"websocket\"}}}\n",
                "modules: {m: {prober: http, http: {}}}\n",
                "modules: {m: {prober: websocket, http: {}, tcp: {}, icmp: {}, dns: {}, grpc: {}}}\n",
                "modules: {m: {prober: WebSocket}}\n",
                "modules: {1: {prober: websocket}}\n",
                "modules: {true: {prober: websocket}}\n",
                "modules: {null: {prober: websocket}}\n",
                "modules: {\"\": {prober: websocket}}\n",
                "modules: {m: {prober: websocket}, m: {prober: websocket}}\n",
                "modules:\n  base: &base {prober: websocket, timeout: 5s}\n  m:\n    <<: *base\n    timeout: 6s\n",
                "modules:\n  a: &a {prober: websocket}\n  b: &b {timeout: 5s, prober: websocket}\n  m:\n    <<: [*a, *b]\n",
                "modules:\n  m:\n    <<: {prober: websocket}\n",
                "modules:\n  m:\n    <<: word\n    prober: websocket\n",
                "modules: {m: *nowhere}\n",
                "modules: {m: &m {prober: websocket, websocket: {headers: *m}}}\n",
                "modules: {m: {prober: websocket, websocket: !!map {headers: {}}}}\n",
                "modules: {m: !own {prober: websocket}}\n"));
        forms.addAll(tabs());
        forms.addAll(values());
        forms.addAll(together());
        return List.copyOf(forms);
    }

    private static List<String> tabs() {
        return List.of(
                "modules:\n  m:\n    prober:\twebsocket\n",
                "modules:\t# mine\n  m:\n    prober: websocket\n",
                "modules:\n  m:\n    prober: websocket\t# mine\n",
                "modules:\n  m:\n    prober: websocket\t\n",
                "modules:\n  m:\n    prober: \t websocket\n",
                "modules:\n  m:\n    prober:\t\"websocket\"\t\n",
                "modules:\n  m:\t\n    prober: websocket\n",
                "modules: {\tm:\t{prober:\twebsocket\t}\t}\n",
                "modules:\n  m:\n    prober: websocket\n    websocket:\n      query_response:\n        - send:\thello\n",
                "modules:\n  m:\n    prober: websocket\n    websocket:\n      query_response:\n        - send: 'a\tb'\n",
                "modules:\n  m:\n    prober: websocket\n    websocket:\n      query_response:\n        - send: \"a\tb\"\n",
                "modules:\n  m:\n    prober: websocket\n    websocket:\n      query_response:\n        - send: a\tb\n",
                "modules:\n  m:\n    prober: websocket\n    websocket:\n      query_response:\n        - send: |\n            a\tb\n            \tc\n",
                "modules:\n  m:\n    prober: websocket\n    websocket:\n      query_response:\n        -\tsend: hello\n",
                "modules:\n\tm:\n\t\tprober: websocket\n",
                "modules:\n  m:\n  \tprober: websocket\n",
                "modules:\n\t# mine\n  m:\n    prober: websocket\n",
                "modules:\n\t\n  m:\n    prober: websocket\n",
                "modules: {\n\tm: {prober: websocket}\n}\n",
                "modules:\n  m: &a\t{prober: websocket}\n",
                "modules:\n  m: !!map\t{prober: websocket}\n",
                "modules:\n  m:\n    prober\t: websocket\n");
    }

    /** Values that a key of the right kind may have. */
    private static List<String> values() {
        List<String> forms = new ArrayList<>();
        for (String timeout : List.of(
                "5", "0", "0s", "5m", "1h", "500ms", "1.5s", "1m30s", "-5s", "5d", "5S", "\"5s\"", ".5s", "5 s",
                "1us")) {
            forms.add("modules: {m: {prober: websocket, timeout: " + timeout + "}}\n");
        }
        for (String url : List.of(
                "proxy.example.com",
                "proxy.example.com:3128",
                "https://proxy.example.com",
                "socks5://proxy.example.com",
                "ftp://proxy.example.com",
                "http://me:guess@proxy.example.com",
                "http://proxy.example.com/path",
                "http://proxy.example.com/",
                "http://[fe80::1%25eth0]:3128",
                "http://[::1]:3128",
                "http://proxy.example.com:99999",
                "http://proxy.example.com:word",
                "://",
                "http://straße.example")) {
            forms.add(http("proxy_url: \"" + url + "\""));
            forms.add(http("oauth2: {client_id: me, client_secret: guess, token_url: \"" + url + "\"}"));
        }
        forms.add(http("oauth2: {client_id: me, client_secret: guess, token_url: \"https://login.example.com/"
                + "x".repeat(2_100) + "\"}"));
        for (String version : List.of("TLS10", "TLS11", "TLS12", "TLS13", "TLS14", "tls12", "1.2", "VersionTLS12")) {
            forms.add(http("tls_config: {max_version: " + version + "}"));
        }
        for (String claim :
                List.of("0x10", "yes", "2026-01-02", ".inf", "", "1e3", "[1, {a: null}]", "!!binary d29yZA==")) {
            forms.add(http("oauth2: {client_id: me, grant_type: \"urn:ietf:params:oauth:grant-type:jwt-bearer\","
                    + " client_certificate_key_file: rsa.key, token_url: \"https://login.example.com\", claims: {a: "
                    + claim + "}}"));
        }
        forms.add(http("tls_config: {min_version: TLS13, max_version: TLS12}"));
        for (String name : List.of(
                "Authorization",
                "Host",
                "Cookie",
                "Connection",
                "Content-Type",
                "Sec-WebSocket-Key",
                "X Y",
                "User-Agent",
                "\"\"",
                "Sec-WebSocket-Protocol",
                "Origin",
                "Accept-Encoding",
                "Upgrade")) {
            forms.add(http("http_headers: {" + name + ": {values: [a]}}"));
            forms.add(module("headers: {" + name + ": {values: [a]}}"));
            forms.add(module("headers: {" + name + ": {values: [a, b]}}"));
        }
        forms.add(module("headers: {Sec-WebSocket-Protocol: {values: [\"mqtt, stomp\"], secrets: [\"a.b==\"]}}"));
        forms.add(module("headers: {x-a: {values: [a]}, X-A: {values: [b]}}"));
        forms.add(module("headers: {X-A: {values: [\"two\\nlines\"]}}"));
        forms.add(module("headers: {X-A: {values: [ünï]}}"));
        forms.add(module("headers: {X-A: {value: [a]}}"));
        for (String expect :
                List.of("(?P<a>x)", "(?<a>x)", "(?=x)", "(", "[", "a**", "\\\\C", "\\\\pN", "a{1001}", "(?i)x")) {
            forms.add(module("query_response: [{expect: \"" + expect + "\"}]"));
        }
        for (String send : List.of("$1", "${1}", "${name}", "$", "$$", "${", "line\\nline", "\\u0000", "\\uD800")) {
            forms.add(module("query_response: [{send: \"" + send + "\"}]"));
            forms.add(module("query_response: [{expect: \"(a)\", send: \"" + send + "\"}]"));
        }
        for (String name : List.of("le", "__name__", "9a", "a-b", "a b", "ä")) {
            forms.add(module("query_response: [{expect: a, labels: [{name: \"" + name + "\", value: b}]}]"));
        }
        for (String protocol : List.of("ip4", "ip6", "ip5", "IP4", "4")) {
            forms.add(module("preferred_ip_protocol: " + protocol));
        }
        return forms;
    }

    /** Keys that exclude or need each other. */
    private static List<String> together() {
        List<String> ways = List.of(
                "basic_auth: {username: me}",
                "authorization: {credentials: guess}",
                "oauth2: {client_id: me, client_secret: guess, token_url: \"https://login.example.com\"}",
                "bearer_token: guess",
                "bearer_token_file: secret",
                "basic_auth: {}",
                "authorization: {}",
                "oauth2: {}",
                "bearer_token: \"\"");
        List<String> forms = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            for (int j = i + 1; j < ways.size(); j++) {
                String one = ways.get(i);
                String other = ways.get(j);
                if (!one.substring(0, one.indexOf(':')).equals(other.substring(0, other.indexOf(':')))) {
                    forms.add(http(one + ", " + other));
                }
            }
        }
        forms.addAll(List.of(
                http("basic_auth: {username: me, username_file: secret}"),
                http("basic_auth: {password: guess, password_file: secret}"),
                http("basic_auth: {username: \"\", username_file: secret, password: \"\", password_file: secret}"),
                http("authorization: {type: Bearer}"),
                http("authorization: {type: basic, credentials: guess}"),
                http("authorization: {type: \" Bearer \", credentials: guess}"),
                http("tls_config: {cert_file: client.crt}"),
                http("tls_config: {key_file: client.key}"),
                http("tls_config: {ca: \"\", ca_file: client.crt}"),
                http("tls_config: {cert_file: \"\", key_file: \"\", cert: \"\", key: \"\"}"),
                http("proxy_url: \"http://proxy.example.com\", proxy_from_environment: true"),
                http("proxy_url: \"\", proxy_from_environment: true"),
                http("proxy_url: \"\", no_proxy: localhost"),
                http("no_proxy: localhost, proxy_from_environment: true"),
                http("proxy_from_environment: true, proxy_connect_header: {X-A: [b]}"),
                http("proxy_url: \"socks5://proxy.example.com\", proxy_connect_header: {X-A: [b]}"),
                http(
                        "proxy_url: \"http://me:guess@proxy.example.com\", proxy_connect_header: {Proxy-Authorization: [b]}"),
                http("http_headers: {X-A: {values: [a]}}}, headers: {X-A: {values: [b]}"),
                module("query_response: [{}]"),
                module("query_response: [{}, {}]"),
                module("query_response: [{expect: }]"),
                module("query_response: [{expect: a, expect_bytes: b}]"),
                module("query_response: [{labels: [{name: a, value: b}]}]"),
                module("query_response: {send: a}"),
                module("query_responses: []"),
                module("http: {}"),
                "modules: {m: {prober: websocket, websockets: {}}}\n",
                "modules: {m: {websocket: {}}}\n",
                "modules: {m: {prober: websocket, websocket: {tls_config: {}}}}\n"));
        return forms;
    }

    private static String module(String websocket) {
        return "modules: {m: {prober: websocket, websocket: {" + websocket + "}}}\n";
    }

    private static String http(String http) {
        return module("http_config: {" + http + "}");
    }
}
