package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.ProbeModule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that is empty is as no key, as for blackbox_exporter; where something is lost by it, there is a warning. */
class EmptyValueTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout: ",
                "timeout: ~",
                "websocket: ",
                "websocket: {preferred_ip_protocol: \"\"}",
                "websocket: {headers: }",
                "websocket: {query_response: }",
                "websocket: {origin: ''}",
                "websocket: {subprotocols: null}",
                "websocket: {valid_status_codes: []}",
                "websocket: {max_message_size: }",
                "websocket: {heartbeat: {pings: }}",
                "websocket: {fail_if_ssl: }",
                "websocket: {http_config: {proxy_url: \"\"}}",
                "websocket: {http_config: {no_proxy: \"\"}}",
                "websocket: {http_config: {bearer_token: \"\", bearer_token_file: ''}}",
                "websocket: {http_config: {tls_config: {ca_file: \"\", cert_file: \"\", key_file: \"\", server_name: \"\"}}}",
                "websocket: {http_config: {basic_auth: , authorization: , oauth2: }}",
                "websocket: {http_config: {basic_auth: {username_ref: \"\"}}}",
            })
    void isAsNoKey(String key) throws ConfigurationException {
        assertThat(module(key)).isEqualTo(ProbeModule.withDefaults("chat"));
    }

    @Test
    void emptyCredentialsAreNotSentAndWarnedOf() throws ConfigurationException {
        Loaded loaded = Yaml.load("modules: {chat: {websocket: {http_config: {basic_auth: {}}}, timeout: 1s}, list: "
                + "{websocket: {http_config: {authorization: {credentials: \"\"}}}}}");

        assertThat(loaded.configuration().modules().values())
                .allSatisfy(module -> assertThat(module.upgrade().credentials()).isNull());
        assertThat(loaded.warnings())
                .singleElement()
                .asString()
                .contains("http_config.authorization: is empty, so that no credentials are sent");
    }

    @Test
    void aPasswordWithoutAValueIsWarnedOf() throws ConfigurationException {
        assertThat(Yaml.load("modules: {chat: {websocket: {http_config: {basic_auth: {username: me, password: }}}}}")
                        .warnings())
                .singleElement()
                .asString()
                .endsWith("basic_auth.password: has no value, so that an empty password is sent");
    }

    @Test
    void aHeaderWithoutAValueIsNotSentAndWarnedOf() throws ConfigurationException {
        Loaded loaded =
                Yaml.load("modules: {chat: {websocket: {headers: {X-A: , X-B: {values: []}, X-C: {}, X-D: \"\"}}}}");

        assertThat(loaded.configuration().modules().get("chat").upgrade().headers())
                .extracting(header -> header.name() + header.values())
                .containsExactly("X-D[Plain[text=]]");
        assertThat(loaded.warnings())
                .hasSize(3)
                .allSatisfy(warning -> assertThat(warning).contains("has no value and is not sent"));
    }

    @Test
    void aStepWithoutAnythingDoesNothingAndIsWarnedOf() throws ConfigurationException {
        Loaded loaded = Yaml.load("modules: {chat: {websocket: {query_response: [{expect: }, {}, null, {name: a}]}}}");

        assertThat(loaded.configuration().modules().get("chat").conversation().steps())
                .hasSize(4);
        assertThat(loaded.warnings())
                .hasSize(4)
                .allSatisfy(warning -> assertThat(warning).contains("does nothing"));
    }

    @Test
    void keysThatExcludeEachOtherMayBeThereEmpty() throws ConfigurationException {
        assertThat(module("websocket: {http_config: {proxy_url: \"\", proxy_from_environment: true, "
                                + "basic_auth: {}, bearer_token: a, tls_config: {ca: \"\", ca_file: \"\"}}}")
                        .proxy()
                        .fromEnvironment())
                .isTrue();
    }

    @Test
    void aTextWithNothingInItMayMeanSomething() throws ConfigurationException {
        ProbeModule module = module("websocket: {query_response: [{expect: \"\"}], headers: {X-A: \"\"}}");

        assertThat(module.conversation().steps().get(0).expectation()).isNotNull();
        assertThat(module.upgrade().headers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout: \"\"",
                "websocket: {http_config: {follow_redirects: \"\"}}",
                "websocket: \"\"",
                "websocket: {headers: \"\"}",
                "websocket: {http_config: {proxy_url: {}}}",
            })
    void ofAnotherKindIsAMistakeAsThere(String key) {
        assertThatThrownBy(() -> module(key)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aPolicyIsNeverEmptyWithoutAWord() {
        for (String policy : List.of("deny: ", "allow: ", "deny: [null]")) {
            assertThatThrownBy(() -> Yaml.load("modules: {chat: {}}\ntarget_policy: {" + policy + "}"))
                    .as(policy)
                    .hasMessageContaining("target_policy.");
        }
    }

    @Test
    void anAnchorOnNothingIsAMistake() {
        assertThatThrownBy(() -> module("websocket: {http_config: {bearer_token: &guess }}"))
                .hasMessageContaining("bearer_token: an anchor on nothing");
    }

    private static ProbeModule module(String key) throws ConfigurationException {
        return Yaml.load("modules: {chat: {" + key + "}}")
                .configuration()
                .modules()
                .get("chat");
    }
}
