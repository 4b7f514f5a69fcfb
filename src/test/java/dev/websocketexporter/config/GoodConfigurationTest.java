package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.Secret;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations that load, and what they come to. */
class GoodConfigurationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "modules: {chat: {}}",
                "modules: {chat: }",
                "modules: {chat: {prober: websocket}}",
                "modules: {chat: {websocket: }}",
                "modules: {chat: {websocket: {http_config: }}}",
                "modules: {chat: {websocket: {http_config: {tls_config: }}}}\ntarget_policy:",
                "\uFEFFmodules: {chat: {}}",
                "---\nmodules: {chat: {}}\n...\n",
                "modules:\r\n  chat: {}\r\n"
            })
    void whateverIsLeftOutHasItsDefault(String yaml) throws ConfigurationException {
        assertThat(Yaml.load(yaml))
                .isEqualTo(new Loaded(
                        new Configuration(Map.of("chat", ProbeModule.withDefaults("chat")), TargetPolicy.DEFAULT),
                        List.of()));
    }

    @Test
    void theOrderOfTheFormsOfAHeaderIsTheirs() throws ConfigurationException {
        ProbeModule module = module("websocket: {headers: {X-A: {secrets: [c], values: [a, b]}}}");

        assertThat(module.upgrade().headers())
                .containsExactly(new RequestHeader(
                        "X-A", List.of(new Value.Plain("a"), new Value.Plain("b"), new Value.Hidden(new Secret("c")))));
    }

    @Test
    void severalHeadersOfSubprotocolsAreOneList() throws ConfigurationException {
        ProbeModule module = module("websocket: {headers: {Sec-WebSocket-Protocol: {values: ['mqtt, stomp', wamp]}}}");

        assertThat(module.upgrade().subprotocols()).containsExactly("mqtt", "stomp", "wamp");
    }

    @Test
    void theHeaderOfSubprotocolsIsEnoughToRequireOne() throws ConfigurationException {
        ProbeModule module = module("websocket: {require_subprotocol: true, headers: {Sec-WebSocket-Protocol: mqtt}}");

        assertThat(module.verdict().requireSubprotocol()).isTrue();
    }

    @Test
    void headersForASocksProxyAreWarnedOf() throws ConfigurationException {
        Loaded loaded = Yaml.load("modules: {a: {websocket: {http_config: {proxy_url: 'socks5://a', "
                + "proxy_connect_header: {A: [b]}}}}}");

        assertThat(loaded.warnings())
                .containsExactly("config.yml:1:66: modules.a.websocket.http_config.proxy_connect_header:"
                        + " ignored: there is no CONNECT request to a SOCKS proxy");
    }

    @Test
    void crlCheckIsWarnedOfThatLooksUpNoCertificateOfTheProxy() throws ConfigurationException {
        Loaded loaded = Yaml.load("modules: {a: {websocket: {http_config: {proxy_url: 'https://a', "
                + "tls_config: {crl_check: true}}}}}");

        assertThat(loaded.warnings())
                .containsExactly("config.yml:1:78: modules.a.websocket.http_config.tls_config.crl_check:"
                        + " is about the target's certificate; that of the proxy is looked up in no list");
        assertThat(Yaml.load("modules: {a: {websocket: {http_config: {proxy_url: 'http://a', "
                                + "tls_config: {crl_check: true}}}}}")
                        .warnings())
                .isEmpty();
    }

    @Test
    void theHeaderOfSubprotocolsCountsAsTheirKey() throws ConfigurationException {
        ProbeModule module = module("websocket: {headers: {sec-websocket-protocol: 'mqtt , stomp', A: b}}");

        assertThat(module.upgrade().subprotocols()).containsExactly("mqtt", "stomp");
        assertThat(module.upgrade().headers()).containsExactly(header("A", "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "5s, PT5S",
        "1.5s, PT1.5S",
        "1m30s, PT1M30S",
        "2h, PT2H",
        ".5s, PT0.5S",
        "1us, PT0.000001S",
        "7µs, PT0.000007S",
        "3ns, PT0.000000003S"
    })
    void durationsAreThoseOfGo(String text, Duration duration) throws ConfigurationException {
        assertThat(module("timeout: " + text).timeout()).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "True, true", "yes, true", "on, true", "false, false", "off, false", "NO, false"})
    void booleansAreThoseOfBlackboxExporter(String text, boolean value) throws ConfigurationException {
        ProbeModule module = module("websocket: {ip_protocol_fallback: " + text + "}");

        assertThat(module.dialing().fallback()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.com, www.example.com",
        "192.0.2.1, 192.0.2.1",
        "2001:db8::1, 2001:db8::1",
        "bücher.example, xn--bcher-kva.example"
    })
    void serverNamesAreNamesOrAddresses(String text, String name) throws ConfigurationException {
        ProbeModule module = module("websocket: {http_config: {tls_config: {server_name: '" + text + "'}}}");

        assertThat(module.tls().serverName()).isEqualTo(name);
    }

    @Test
    void scopesMayStandInOneEntry() throws ConfigurationException {
        ProbeModule module = module("websocket: {http_config: {oauth2: {client_id: a, client_secret: b,"
                + " token_url: 'http://c', scopes: [openid read:all, x]}}}");
        Credentials.OAuth2 oauth =
                (Credentials.OAuth2) Objects.requireNonNull(module.upgrade().credentials());
        assertThat(oauth.scopes()).containsExactly("openid read:all", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void fileMayBeginWithAByteOrderMark(String charset) throws ConfigurationException {
        byte[] yaml = "\ufeffmodules: {größe: {prober: websocket}}\n".getBytes(Charset.forName(charset));
        assertThat(Yaml.load(yaml, Path.of("")).configuration().modules()).containsOnlyKeys("größe");
    }

    @Test
    void modulesKeepTheOrderOfTheFile() throws ConfigurationException {
        Configuration configuration = Yaml.load("modules: {z: {}, a: {}, m: {}, 10: {}, yes: {}, a b: {}}")
                .configuration();

        assertThat(configuration.modules()).containsOnlyKeys("z", "a", "m", "10", "yes", "a b");
        assertThat(List.copyOf(configuration.modules().keySet())).containsExactly("z", "a", "m", "10", "yes", "a b");
    }

    @Test
    void aliasesRepeatWhatTheirAnchorHas() throws ConfigurationException {
        Map<String, ProbeModule> modules = Yaml.load("""
                modules:
                  first:
                    timeout: &timeout 3s
                    websocket: &websocket
                      subprotocols: &names [mqtt]
                  second:
                    timeout: *timeout
                    websocket: *websocket
                  third: {websocket: {subprotocols: *names}}
                """).configuration().modules();

        assertThat(modules.get("second").timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(modules.get("second").upgrade().subprotocols()).containsExactly("mqtt");
        assertThat(modules.get("third").upgrade().subprotocols()).containsExactly("mqtt");
    }

    @Test
    void manyAliasesOfOneAnchorAreNoBomb() throws ConfigurationException {
        StringBuilder yaml = new StringBuilder("modules:\n  base: {websocket: &websocket {origin: a}}\n");
        for (int i = 0; i < 2_000; i++) {
            yaml.append("  m").append(i).append(": {websocket: *websocket}\n");
        }

        assertThat(Yaml.load(yaml.toString()).configuration().modules()).hasSize(2_001);
    }

    @Test
    void whatAMappingSaysItselfWinsOverWhatItMerges() throws ConfigurationException {
        Map<String, ProbeModule> modules = Yaml.load("""
                modules:
                  a: &a {timeout: 1s, websocket: {origin: a}}
                  b: &b {timeout: 2s}
                  own: {timeout: 3s, <<: *a}
                  first: {<<: [*b, *a]}
                  chained: &chained {<<: *a}
                  twice: {<<: *chained}
                  quoted: {websocket: {headers: {X: "<<"}}}
                """).configuration().modules();

        assertThat(modules.get("own").timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(modules.get("own").upgrade().origin()).isEqualTo("a");
        assertThat(modules.get("first").timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(modules.get("first").upgrade().origin()).isEqualTo("a");
        assertThat(modules.get("twice").upgrade().origin()).isEqualTo("a");
        assertThat(modules.get("quoted").upgrade().headers()).containsExactly(header("X", "<<"));
    }

    @Test
    void aPolicyOfTheUsersReplacesTheDefaultOne() throws ConfigurationException {
        TargetPolicy policy = Yaml.load("""
                modules: {chat: {}}
                target_policy:
                  allow: ["*.example.com", 192.0.2.1]
                  deny: []
                """).configuration().targetPolicy();

        assertThat(policy)
                .isEqualTo(new TargetPolicy(
                        List.of(PolicyEntry.parse("*.example.com"), PolicyEntry.parse("192.0.2.1")), List.of()));
    }

    @Test
    void whatOnlyBlackboxExporterNeedsIsWarnedOfOnce() throws ConfigurationException {
        Loaded loaded = Yaml.load("""
                modules:
                  chat:
                    prober: websocket
                    http: {method: POST, nonsense: 1}
                    tcp:
                    dns: {}
                    icmp: {}
                    grpc: {}
                    websocket:
                      http_config:
                        enable_http2: true
                """);

        assertThat(loaded.configuration().modules()).isEqualTo(Map.of("chat", ProbeModule.withDefaults("chat")));
        assertThat(loaded.warnings())
                .containsExactly(
                        warning("4:5: modules.chat.http"),
                        warning("5:5: modules.chat.tcp"),
                        warning("6:5: modules.chat.dns"),
                        warning("7:5: modules.chat.icmp"),
                        warning("8:5: modules.chat.grpc"),
                        warning("11:9: modules.chat.websocket.http_config.enable_http2"));
    }

    private static RequestHeader header(String name, String value) {
        return new RequestHeader(name, List.of(new Value.Plain(value)));
    }

    private static String warning(String place) {
        return "config.yml:" + place + ": ignored: it means nothing to a WebSocket probe";
    }

    private static ProbeModule module(String yaml) throws ConfigurationException {
        String indented = yaml.lines().map(line -> "    " + line).collect(Collectors.joining("\n"));
        return Yaml.load("modules:\n  chat:\n" + indented)
                .configuration()
                .modules()
                .get("chat");
    }
}
