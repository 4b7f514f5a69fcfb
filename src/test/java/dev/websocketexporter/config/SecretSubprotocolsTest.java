package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Some servers take a credential as a subprotocol: it is a secret like another. */
class SecretSubprotocolsTest {
    private static final String BEARER = "base64url.bearer.authorization.k8s.io.";

    @Test
    void mayStandAmongSecrets() throws ConfigurationException {
        UpgradeSettings upgrade =
                upgrade("headers: {Sec-WebSocket-Protocol: {values: [\"mqtt, stomp\"], secrets: [dG9rZW4=]}},"
                        + " require_subprotocol: true");

        assertThat(upgrade.subprotocols()).isEmpty();
        assertThat(upgrade.headers())
                .containsExactly(new RequestHeader(
                        "Sec-WebSocket-Protocol",
                        List.of(
                                new Value.Plain("mqtt"),
                                new Value.Plain("stomp"),
                                new Value.Hidden(new Secret("dG9rZW4=")))));
    }

    @Test
    void thatKubernetesNamesAreSecretsAlsoAsPlainValues() throws ConfigurationException {
        for (String yaml : List.of(
                "headers: {Sec-WebSocket-Protocol: \"v5.channel.k8s.io, " + BEARER + "dG9rZW4=\"}",
                "headers: {Sec-WebSocket-Protocol: {values: [v5.channel.k8s.io, " + BEARER + "dG9rZW4=]}}",
                "subprotocols: [v5.channel.k8s.io, " + BEARER + "dG9rZW4=]")) {
            String shown = ConfigurationYaml.render(
                    Yaml.load("modules: {m: {websocket: {" + yaml + "}}}").configuration());

            assertThat(shown).as(yaml).contains("v5.channel.k8s.io", "<secret>").doesNotContain("dG9rZW4");
        }
    }

    @Test
    void arePlainNamesWhenNoneIsASecret() throws ConfigurationException {
        assertThat(upgrade("headers: {Sec-WebSocket-Protocol: \"mqtt, a=b\"}").subprotocols())
                .containsExactly("mqtt", "a=b");
        assertThat(upgrade("subprotocols: [a=]").subprotocols()).containsExactly("a=");
    }

    @Test
    void ofHostAndOriginToo() throws ConfigurationException {
        assertThat(upgrade("headers: {Host: {secrets: [a.example]}, Origin: {secrets: [b]}}")
                        .headers())
                .hasSize(2);
    }

    @Test
    void aMistakeShowsNothingOfThem() {
        assertThatThrownBy(() -> upgrade("headers: {Sec-WebSocket-Protocol: {secrets: [HUSH, HUSH]}}"))
                .hasMessageContaining("has the subprotocol <secret> twice")
                .hasMessageNotContaining("HUSH");
        assertThatThrownBy(() -> upgrade("headers: {Sec-WebSocket-Protocol: {secrets: ['HUSH HUSH']}}"))
                .hasMessageContaining("is no list of subprotocols")
                .hasMessageNotContaining("HUSH");
    }

    private static UpgradeSettings upgrade(String websocket) throws ConfigurationException {
        return Yaml.load("modules: {m: {websocket: {" + websocket + "}}}")
                .configuration()
                .modules()
                .get("m")
                .upgrade();
    }
}
