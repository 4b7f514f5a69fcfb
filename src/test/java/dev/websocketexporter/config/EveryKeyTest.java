package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.websocketexporter.config.targets.FilePattern;
import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.config.targets.TargetGroup;
import dev.websocketexporter.config.watch.WatchGroup;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import dev.websocketexporter.probe.module.SuccessCriteria.TlsDemand;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.module.Template.Dialect;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Broadcast;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Place;
import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import dev.websocketexporter.probe.watch.WatchSettings.Send;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp.Unit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key reaches the module, and none another one's place. */
class EveryKeyTest {
    @Test
    void everyKeyReachesItsModule() throws ConfigurationException, UnknownHostException, InvalidTargetException {
        ProbeModule module = Yaml.load("""
                modules:
                  chat:
                    prober: websocket
                    timeout: 1m30s
                    params: [subprotocol, origin, hostname, header:X-Tenant, 'step:hello']
                    websocket:
                      preferred_ip_protocol: ip4
                      ip_protocol_fallback: no
                      source_ip_address: 192.0.2.1
                      nameservers: [192.0.2.53, '[2001:db8::53]:5353']
                      addresses: first
                      http_config:
                        tls_config:
                          server_name: Chat.Example.com
                          insecure_skip_verify: true
                          min_version: TLS11
                          max_version: TLS12
                          crl_check: true
                        proxy_url: http://me:p%40ss@Proxy.example
                        no_proxy: .internal
                        proxy_connect_header: {X-Key: [a, b]}
                        follow_redirects: true
                        http_headers: {X-Own: {values: [c]}}
                      headers:
                        Host: chat.example.com
                        X-Number: 010
                        X-Yes: yes
                        X-Date: 2026-11-21
                        X-Empty: ""
                        X-Padded: "  a b  "
                      origin: https://app.example.com
                      subprotocols: [graphql-transport-ws, mqtt]
                      valid_status_codes: [101, 401]
                      fail_if_not_ssl: true
                      fail_if_header_matches: [{header: Server, regexp: ^old}]
                      fail_if_header_not_matches: [{header: X-Region, regexp: ^eu-, allow_missing: true}]
                      require_subprotocol: true
                      compression: true
                      require_compression: true
                      max_message_size: 64KiB
                      query_response:
                        - name: hello
                          expect: 'id=(\\w+)'
                          skip: -1
                          send: 'hello $1 ${param}'
                          timeout: 2s
                          labels: [{name: id, value: "${1}"}]
                      heartbeat: {pings: 4, interval: 300ms, timeout: 3s, max_missed: 2, accept: any_pong}
                      http_version: 2
                      settle: 800ms
                      hold: 7s
                      close: {code: 4000, timeout: 5s, required: true, expected: [1000, 1005]}
                      attempts: 3
                      attempt_interval: 6s
                """).configuration().modules().get("chat");

        assertThat(module)
                .isEqualTo(new ProbeModule(
                        "chat",
                        Duration.ofSeconds(90),
                        new DialSettings(
                                IpProtocol.IP4,
                                false,
                                InetAddress.getByName("192.0.2.1"),
                                List.of(
                                        new InetSocketAddress("192.0.2.53", 53),
                                        new InetSocketAddress("2001:db8::53", 5353)),
                                DialSettings.Which.FIRST),
                        new ProxySettings(
                                Proxy.parse("http://me:p%40ss@proxy.example:80"),
                                new NoProxy(".internal"),
                                false,
                                List.of(new RequestHeader("X-Key", List.of(secret("a"), secret("b"))))),
                        new TlsSettings(
                                null, null, null, "chat.example.com", true, TlsVersion.TLS11, TlsVersion.TLS12, true),
                        new UpgradeSettings(
                                List.of(
                                        plain("Host", "chat.example.com"),
                                        plain("X-Number", "010"),
                                        plain("X-Yes", "yes"),
                                        plain("X-Date", "2026-11-21"),
                                        plain("X-Empty", ""),
                                        plain("X-Padded", "a b"),
                                        plain("X-Own", "c")),
                                "https://app.example.com",
                                List.of("graphql-transport-ws", "mqtt"),
                                null,
                                true,
                                HttpVersion.HTTP_2),
                        new SuccessCriteria(
                                Set.of(101, 401),
                                TlsDemand.REQUIRED,
                                List.of(
                                        new HeaderRule("Server", Pattern.compile("^old"), FailsWhen.MATCHES, false),
                                        new HeaderRule(
                                                "X-Region", Pattern.compile("^eu-"), FailsWhen.NOT_MATCHES, true)),
                                true),
                        new Conversation(
                                Compression.REQUIRED,
                                65_536,
                                List.of(new Step(
                                        "hello",
                                        new Expectation.Matching(Pattern.compile("id=(\\w+)")),
                                        Step.ANY_NUMBER,
                                        new Payload.Text(Template.of("hello $1 ${param}", Dialect.GO)),
                                        Duration.ofSeconds(2),
                                        List.of(new StepLabel("id", Template.of("${1}", Dialect.GO))))),
                                new Heartbeat(4, Duration.ofMillis(300), Duration.ofSeconds(3), 2)
                                        .with(Heartbeat.Accept.ANY_PONG),
                                Duration.ofMillis(800),
                                Duration.ofSeconds(7)),
                        new CloseSettings(4000, Duration.ofSeconds(5), true, List.of(1000, 1005)),
                        new RetrySettings(3, Duration.ofSeconds(6)),
                        List.of(
                                new ModuleParam(ModuleParam.Kind.SUBPROTOCOL, null),
                                new ModuleParam(ModuleParam.Kind.ORIGIN, null),
                                new ModuleParam(ModuleParam.Kind.HOSTNAME, null),
                                new ModuleParam(ModuleParam.Kind.HEADER, "X-Tenant"),
                                new ModuleParam(ModuleParam.Kind.STEP, "hello"))));
    }

    @Test
    void theKeysOfTargetsReachTheirGroups() throws ConfigurationException, InvalidTargetException {
        Configuration configuration = Yaml.load("""
                modules: {chat: {params: [origin]}}
                targets:
                  - targets: ["wss://a.example/?token=abc", "ws://b.example/"]
                    module: chat
                    labels: {team: chat, __param_param_origin: "https://app.example", shard: 010}
                  - target_files: ["targets/*.yml", /etc/targets.json]
                    module: chat
                """).configuration();

        assertThat(configuration.targets())
                .containsExactly(
                        new TargetGroup(
                                List.of(
                                        new ListedTarget(
                                                "wss://a.example/?token=abc",
                                                Target.parse("wss://a.example/?token=abc")),
                                        new ListedTarget("ws://b.example/", Target.parse("ws://b.example/"))),
                                List.of(),
                                "chat",
                                Map.of("team", "chat", "__param_param_origin", "https://app.example", "shard", "010")),
                        new TargetGroup(
                                List.of(),
                                List.of(
                                        new FilePattern(Path.of("targets").toAbsolutePath(), "*.yml"),
                                        new FilePattern(Path.of("/etc"), "targets.json")),
                                "chat",
                                Map.of()));
    }

    @Test
    void theKeysOfWatchReachItsGroups() throws ConfigurationException, InvalidTargetException {
        Configuration configuration = Yaml.load("""
                modules: {websocket: {}, chat: {timeout: 3s}}
                watch:
                  - name: feed
                    module: chat
                    targets: ["wss://a.example/?token=abc"]
                    target_files: ["watch/*.yml"]
                    connections: 3
                    heartbeat: {interval: 5s, timeout: 2500ms, max_missed: 4}
                    reconnect: {min_delay: 200ms, max_delay: 7s}
                    max_lifetime: 1h
                    messages:
                      stale_after: 11s
                      counts_if: {json: /type, equals: 010}
                      sequence: {json: ""}
                      timestamp: {regexp: 'ts=(\\d+)', unit: us}
                    send: {every: 12s, text: ping}
                    broadcast: {every: 13s, text: "<${id}>", timeout: 14s}
                  - name: second
                    targets: [ws://b.example/]
                    messages: {counts_if: {regexp: tick}, sequence: {regexp: '#(\\d+)'}, timestamp: {json: /ts}}
                """).configuration();

        assertThat(configuration.watches())
                .containsExactly(
                        new WatchGroup(
                                new WatchSettings(
                                        "feed",
                                        "chat",
                                        configuration.modules().get("chat"),
                                        3,
                                        new Pings(Duration.ofSeconds(5), Duration.ofMillis(2_500), 4),
                                        new Reconnect(Duration.ofMillis(200), Duration.ofSeconds(7)),
                                        Duration.ofHours(1),
                                        new Messages(
                                                Duration.ofSeconds(11),
                                                new WatchSettings.Test.Equal("/type", "010"),
                                                new Place.Json(""),
                                                new Timestamp(new Place.Group(Pattern.compile("ts=(\\d+)")), Unit.US)),
                                        new Send(Duration.ofSeconds(12), "ping"),
                                        new Broadcast(Duration.ofSeconds(13), "<${id}>", Duration.ofSeconds(14))),
                                List.of(new ListedTarget(
                                        "wss://a.example/?token=abc", Target.parse("wss://a.example/?token=abc"))),
                                List.of(new FilePattern(Path.of("watch").toAbsolutePath(), "*.yml"))),
                        new WatchGroup(
                                new WatchSettings(
                                        "second",
                                        "websocket",
                                        configuration.modules().get("websocket"),
                                        1,
                                        new Pings(Duration.ofSeconds(30), Duration.ofSeconds(10), 2),
                                        new Reconnect(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                                        Duration.ZERO,
                                        new Messages(
                                                Duration.ZERO,
                                                new WatchSettings.Test.Matching(Pattern.compile("tick")),
                                                new Place.Group(Pattern.compile("#(\\d+)")),
                                                new Timestamp(new Place.Json("/ts"), Unit.MS)),
                                        null,
                                        null),
                                List.of(new ListedTarget("ws://b.example/", Target.parse("ws://b.example/"))),
                                List.of()));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void credentialsReachTheirModule(String yaml, Credentials credentials) throws ConfigurationException {
        assertThat(httpConfig(yaml).upgrade().credentials()).isEqualTo(credentials);
    }

    static List<Arguments> credentials() {
        return List.of(
                Arguments.of(
                        "basic_auth: {username: Zoë, password: ' p:w '}",
                        new Credentials.Basic(new Value.Plain("Zoë"), secret(" p:w "))),
                Arguments.of("basic_auth: {username: me}", new Credentials.Basic(new Value.Plain("me"), secret(""))),
                Arguments.of("basic_auth: {password: pw}", new Credentials.Basic(new Value.Plain(""), secret("pw"))),
                Arguments.of("bearer_token: abc", new Credentials.Authorization("Bearer", secret("abc"))),
                Arguments.of(
                        "authorization: {credentials: abc}", new Credentials.Authorization("Bearer", secret("abc"))),
                Arguments.of(
                        "authorization: {type: Token, credentials: a=b c}",
                        new Credentials.Authorization("Token", secret("a=b c"))),
                Arguments.of(
                        "oauth2: {client_id: me, client_secret: pw, token_url: 'http://login.example.com/t?a=b', "
                                + "scopes: [a, b], endpoint_params: {audience: chat}, "
                                + "tls_config: {insecure_skip_verify: true}}",
                        new Credentials.OAuth2(
                                "me",
                                secret("pw"),
                                URI.create("http://login.example.com/t?a=b"),
                                List.of("a", "b"),
                                Map.of("audience", new Secret("chat")),
                                TlsSettings.DEFAULT.withoutVerification())));
    }

    @Test
    void theEnvironmentMayNameTheProxy() throws ConfigurationException {
        assertThat(httpConfig("proxy_from_environment: true, proxy_connect_header: {A: [b]}")
                        .proxy())
                .isEqualTo(new ProxySettings(
                        null, NoProxy.NONE, true, List.of(new RequestHeader("A", List.of(secret("b"))))));
    }

    @Test
    void aTargetMayHaveToBeWithoutTls() throws ConfigurationException {
        ProbeModule module = Yaml.load("modules: {chat: {websocket: {fail_if_ssl: true}}}")
                .configuration()
                .modules()
                .get("chat");

        assertThat(module.verdict().tls()).isEqualTo(TlsDemand.FORBIDDEN);
    }

    private static ProbeModule httpConfig(String yaml) throws ConfigurationException {
        return Yaml.load("modules: {chat: {websocket: {http_config: {" + yaml + "}}}}")
                .configuration()
                .modules()
                .get("chat");
    }

    private static RequestHeader plain(String name, String value) {
        return new RequestHeader(name, List.of(new Value.Plain(value)));
    }

    private static Value secret(String text) {
        return new Value.Hidden(new Secret(text));
    }
}
