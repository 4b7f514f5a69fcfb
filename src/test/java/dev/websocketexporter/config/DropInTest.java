package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.module.Template.Dialect;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations in the manner of blackbox_exporter load unchanged. */
class DropInTest {
    private static final Path FILES = Path.of("src/test/resources/dev/websocketexporter/config/blackbox");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void theirRenderedFormLoadsToo(Path file) throws ConfigurationException {
        Configuration loaded = load(file).configuration();
        Configuration again = Yaml.load(ConfigurationYaml.render(loaded)).configuration();

        assertThat(ConfigurationYaml.render(again)).isEqualTo(ConfigurationYaml.render(loaded));
        assertThat(ConfigurationYaml.render(loaded)).doesNotContain("mysecret");
    }

    @Test
    void credentialsAreTheirs() throws ConfigurationException {
        Map<String, ProbeModule> modules = modules("basic.yml");
        Value secret = new Value.Hidden(new Secret("mysecret"));

        assertThat(modules.get("websocket_plain").dialing().preferred()).isEqualTo(IpProtocol.IP4);
        assertThat(modules.get("websocket_plain").dialing().fallback()).isFalse();
        assertThat(credentials(modules, "websocket_basic_auth"))
                .isEqualTo(new Credentials.Basic(new Value.Plain("username"), secret));
        assertThat(credentials(modules, "websocket_bearer_token"))
                .isEqualTo(credentials(modules, "websocket_authorization"))
                .isEqualTo(new Credentials.Authorization("Bearer", secret));
        assertThat(modules.get("websocket_basic_auth").upgrade().followRedirects())
                .isTrue();
    }

    @Test
    void bothFormsOfHeadersAreTheirs() throws ConfigurationException {
        Map<String, ProbeModule> modules = modules("headers.yml");
        ProbeModule plain = modules.get("websocket_headers");
        ProbeModule forms = modules.get("websocket_headers_in_http_config");

        assertThat(plain.upgrade().subprotocols()).containsExactly("graphql-transport-ws");
        assertThat(plain.upgrade().headers())
                .extracting(header -> header.name() + header.values())
                .containsExactly("Origin[Plain[text=https://app.example.com]]", "X-Tenant[Plain[text=blue]]");
        assertThat(forms.upgrade().headers())
                .extracting(header -> header.name() + header.values())
                .containsExactly("X-Tenant[Plain[text=blue], Plain[text=green]]", "X-Api-Key[Hidden[secret=<secret>]]");
    }

    @Test
    void tlsAndProxiesAreTheirs() throws ConfigurationException {
        Map<String, ProbeModule> modules = modules("tls.yml");

        assertThat(modules.get("wss").tls().serverName()).isEqualTo("chat.example.com");
        assertThat(modules.get("wss").tls().minVersion()).isEqualTo(TlsVersion.TLS12);
        assertThat(credentials(modules, "wss")).isInstanceOf(Credentials.OAuth2.class);
        assertThat(modules.get("wss_behind_a_proxy").proxy().proxy())
                .hasToString("http://<secret>@proxy.example.com:3128");
        assertThat(modules.get("wss_behind_a_proxy").proxy().noProxy().text()).isEqualTo("localhost,10.0.0.0/8");
    }

    @Test
    void conversationsAreTheirs() throws ConfigurationException {
        Loaded loaded = load(FILES.resolve("conversation.yml"));
        Map<String, ProbeModule> modules = loaded.configuration().modules();

        assertThat(modules.get("websocket_echo").conversation().steps())
                .containsExactly(
                        matching(
                                "^Request served by ([a-z0-9]+)$",
                                new Payload.Text(Template.of("hello ${1}", Dialect.GO))),
                        new Step(
                                null,
                                new Expectation.Matching(Pattern.compile("hello (?P<who>.+)")),
                                0,
                                null,
                                null,
                                List.of(label("server", "$who"), label("whole", "${0}"))));
        assertThat(modules.get("websocket_send_first").conversation().steps())
                .containsExactly(
                        sending("{\"price\": \"$1\", \"unknown\": \"$$\"}"),
                        matching("", new Payload.Text(Template.of("got $0 and $nothing", Dialect.GO))));
        assertThat(modules.get("websocket_nothing_to_say").conversation()).isEqualTo(Conversation.NONE);
    }

    @Test
    void stepsThatDoNothingThereDoNothingHere() throws ConfigurationException {
        Loaded loaded = load(FILES.resolve("conversation.yml"));

        assertThat(loaded.configuration()
                        .modules()
                        .get("websocket_like_tcp")
                        .conversation()
                        .steps())
                .containsExactly(
                        new Step(null, null, 0, null, null, List.of()),
                        new Step(
                                null,
                                new Expectation.Exactly(Bytes.of(new byte[] {'p', 'o', 'n', 'g', '\n'})),
                                0,
                                null,
                                null,
                                List.of()),
                        new Step(
                                null,
                                new Expectation.Exactly(Bytes.of(new byte[] {0, (byte) 0xFF})),
                                0,
                                null,
                                null,
                                List.of()),
                        sending("quit"));
        assertThat(loaded.warnings())
                .hasSize(3)
                .anySatisfy(warning ->
                        assertThat(warning).contains("query_response[1].send: sends nothing, as in blackbox_exporter"))
                .filteredOn(warning -> warning.endsWith("starttls: ignored: it means nothing to a WebSocket probe"))
                .hasSize(2);
    }

    private static Step matching(String regexp, Payload payload) {
        return new Step(null, new Expectation.Matching(Pattern.compile(regexp)), 0, payload, null, List.of());
    }

    private static Step sending(String text) {
        return new Step(null, null, 0, new Payload.Text(Template.of(text, Dialect.BRACED)), null, List.of());
    }

    private static StepLabel label(String name, String value) {
        return new StepLabel(name, Template.of(value, Dialect.GO));
    }

    @Test
    void whatMeansNothingHereIsWarnedOfOnce() throws ConfigurationException {
        Loaded loaded = load(FILES.resolve("meaningless.yml"));

        assertThat(loaded.warnings())
                .hasSize(6)
                .allSatisfy(
                        warning -> assertThat(warning).endsWith(": ignored: it means nothing to a WebSocket probe"));
        assertThat(loaded.configuration().modules())
                .isEqualTo(Map.of("websocket_template", ProbeModule.withDefaults("websocket_template")));
    }

    @Test
    void modulesOfOtherProbersAreToStayWhereTheyAre() {
        String yaml = """
                modules:
                  http_2xx:
                    prober: http
                    http:
                      preferred_ip_protocol: ip4
                  websocket:
                    prober: websocket
                """;

        assertThatThrownBy(() -> Yaml.load(yaml))
                .hasMessage("config.yml:3:13: modules.http_2xx.prober: \"http\" is not what this exporter probes"
                        + " (expected: websocket; keep this module with blackbox_exporter)");
    }

    private static Credentials credentials(Map<String, ProbeModule> modules, String name) {
        return modules.get(name).upgrade().credentials();
    }

    private static Map<String, ProbeModule> modules(String file) throws ConfigurationException {
        return load(FILES.resolve(file)).configuration().modules();
    }

    private static Loaded load(Path file) throws ConfigurationException {
        return new ConfigurationSource(file, Yaml.TLS_VERSIONS).load();
    }
}
