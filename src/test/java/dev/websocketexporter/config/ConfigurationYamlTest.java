package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.RsaKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is rendered loads again to the same, and shows no secret. */
class ConfigurationYamlTest {
    private static final int CONFIGURATIONS = 400;

    @TempDir
    Path directory;

    @Test
    void anyConfigurationLoadsAgainToAnEqualOne() throws IOException, ConfigurationException {
        AnyConfiguration any = anyConfiguration();
        Set<String> shown = new HashSet<>();
        for (int i = 0; i < CONFIGURATIONS; i++) {
            Configuration configuration = any.next();
            String yaml = ConfigurationYaml.render(configuration);

            assertThat(Yaml.load(yaml)).as(yaml).isEqualTo(new Loaded(configuration, List.of()));
            assertThat(Yaml.load(yaml).configuration().modules().keySet())
                    .containsExactlyElementsOf(configuration.modules().keySet());
            yaml.lines().map(line -> line.strip().replaceAll("^- |:.*", "")).forEach(shown::add);
        }
        assertThat(shown).containsAll(keysThatAreRendered());
    }

    private AnyConfiguration anyConfiguration() throws IOException {
        Files.writeString(directory.resolve("password"), "hidden\n");
        Files.writeString(directory.resolve("rsa.pem"), RsaKeys.PEM);
        return new AnyConfiguration(
                new Random(6455),
                Files.writeString(directory.resolve("the roots: 1.pem"), Pem.CERTIFICATE),
                Files.writeString(directory.resolve("key.pem"), Pem.KEY));
    }

    /** Keys that are short for others are rendered as those. An inline key is a test of its own. */
    private static List<String> keysThatAreRendered() {
        return ConfigKeys.places().stream()
                .filter(place -> place.key().status() == Key.Status.BUILT)
                .filter(place ->
                        !place.path().contains("bearer_token") && !place.path().contains("http_headers"))
                .filter(place -> !place.path().endsWith("expect_bytes"))
                .filter(place ->
                        !place.path().endsWith(".files") && !place.path().endsWith("tls_config.key"))
                .filter(place -> !place.path().endsWith("client_certificate_key"))
                .map(place -> place.key().name())
                .filter(name -> !name.equals(Key.NAME) && !name.equals(Key.ENTRY))
                .toList();
    }

    @Test
    void everyKeyThatHoldsIsShownAlsoByDefault() {
        String yaml = ConfigurationYaml.render(
                new Configuration(Map.of("chat", ProbeModule.withDefaults("chat")), TargetPolicy.DEFAULT));

        assertThat(yaml).isEqualTo("""
                modules:
                  chat:
                    prober: websocket
                    websocket:
                      preferred_ip_protocol: ip6
                      ip_protocol_fallback: true
                      nameservers: []
                      addresses: first
                      http_config:
                        tls_config:
                          insecure_skip_verify: false
                          min_version: TLS12
                          max_version: TLS13
                          crl_check: false
                        proxy_from_environment: false
                        follow_redirects: false
                      headers: {}
                      subprotocols: []
                      http_version: '1.1'
                      valid_status_codes:
                      - 101
                      fail_if_ssl: false
                      fail_if_not_ssl: false
                      fail_if_header_matches: []
                      fail_if_header_not_matches: []
                      require_subprotocol: false
                      compression: false
                      require_compression: false
                      query_response: []
                      max_message_size: 1MiB
                      heartbeat:
                        pings: 0
                        interval: 1s
                        timeout: 2s
                        max_missed: 0
                        accept: matching
                      settle: 0s
                      hold: 0s
                      close:
                        code: 1000
                        timeout: 1s
                        required: false
                        expected: []
                      attempts: 1
                      attempt_interval: 1s
                target_policy:
                  allow: []
                  deny:
                  - 169.254.0.0/16
                  - fe80::/10
                """);
    }

    @Test
    void secretsAreHiddenAndFilesAreNamedWhereverTheyStand() throws IOException, ConfigurationException {
        Path file = Files.writeString(directory.resolve("secret.txt"), "MARKER\n");
        String yaml = Secrets.everywhere(file);

        String rendered = ConfigurationYaml.render(Yaml.load(yaml).configuration());

        assertThat(yaml).contains("MARKER");
        assertThat(rendered).doesNotContain("MARKER").doesNotContain(Pem.KEY.substring(40, 90));
        assertThat(rendered.split("<secret>", -1)).hasSize(1 + Secrets.COUNT);
        assertThat(rendered.split("secret\\.txt", -1)).hasSize(1 + Secrets.FILES);
        assertThat(Yaml.load(yaml).toString()).doesNotContain("MARKER");
    }

    @Test
    void whatTargetsBringAlongIsHiddenButTheNameOfTheirHost() throws ConfigurationException {
        String rendered = ConfigurationYaml.render(Yaml.load("""
                modules: {chat: {params: [hostname, "header:X-Tenant"]}}
                targets:
                  - targets: ["ws://192.0.2.1/?token=MARKER"]
                    module: chat
                    labels: {team: chat, __param_param_header_x_tenant: MARKER, __param_param_hostname: a.example}
                """).configuration());

        assertThat(rendered)
                .contains("token=<secret>", "team: chat", "__param_param_header_x_tenant: <secret>")
                .contains("__param_param_hostname: a.example")
                .doesNotContain("MARKER");
    }

    @Test
    void everythingOfAWatchIsShownButItsTextsAndTheQueriesOfItsTargets() throws ConfigurationException {
        Configuration configuration = Yaml.load("""
                modules: {chat: {}}
                watch:
                  - name: feed
                    module: chat
                    targets: ["wss://a.example/?token=MARKER"]
                    connections: 2
                    messages:
                      counts_if: {json: /type, equals: tick}
                      sequence: {regexp: '"seq":(\\d+)'}
                      timestamp: {json: /ts}
                    send: {text: '{"op":"ping","token":"MARKER"}'}
                    broadcast: {text: '{"token":"MARKER","id":"${id}"}'}
                """).configuration();

        assertThat(ConfigurationYaml.render(configuration)).contains("""
                watch:
                - name: feed
                  module: chat
                  targets:
                  - wss://a.example/?token=<secret>
                  connections: 2
                  heartbeat:
                    interval: 30s
                    timeout: 10s
                    max_missed: 2
                  reconnect:
                    min_delay: 1s
                    max_delay: 1m
                  max_lifetime: 0s
                  messages:
                    stale_after: 0s
                    counts_if:
                      json: /type
                      equals: tick
                    sequence:
                      regexp: '"seq":(\\d+)'
                    timestamp:
                      json: /ts
                      unit: ms
                  send:
                    every: 25s
                    text: <secret>
                  broadcast:
                    every: 1m
                    text: <secret>${id}<secret>
                    timeout: 5s
                target_policy:
                """).doesNotContain("MARKER");
        assertThat(configuration.toString()).doesNotContain("MARKER");
    }

    @Test
    void aModuleAloneIsWhatStandsBelowItsName() {
        assertThat(ConfigurationYaml.render(ProbeModule.withDefaults("chat")))
                .startsWith("prober: websocket\nwebsocket:\n  preferred_ip_protocol: ip6\n")
                .doesNotContain("chat");
    }
}
