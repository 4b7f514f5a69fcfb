package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.ProbeModule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tabs between the tokens of YAML are white space; as indentation they are a mistake, and in a value they are its own. */
class TabsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "modules:\n  chat:\n    timeout:\t5s\n",
                "modules:\t# mine\n  chat:\t\n    timeout: \t 5s\t# mine\n",
                "modules: {\tchat:\t{timeout:\t5s\t}\t}\n",
                "modules: {\n\tchat: {timeout: 5s}\n}\n",
                "\t\nmodules:\n\t# mine\n  chat: {timeout:\t\"5s\"\t}\n",
                "modules:\n  chat: &a\t{timeout: 5s}\n",
            })
    void betweenTokensAreWhiteSpace(String yaml) throws ConfigurationException {
        assertThat(chat(yaml).timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "        - send: 'a\tb'\n",
                "        - send: \"a\tb\"\n",
                "        - send: a\tb\t\n",
                "        - send:\t|-\n            a\tb\n",
                "        - send: \"a\\tb\"\t# 'mine\n",
            })
    void inAValueAreItsOwn(String step) throws ConfigurationException {
        String yaml = "modules:\n  chat:\n    websocket:\n      query_response:\n" + step;

        assertThat(((Payload.Text) chat(yaml).conversation().steps().get(0).payload())
                        .template()
                        .text())
                .isEqualTo("a\tb");
    }

    @Test
    void asIndentationAreAMistakeAtTheirPlace() {
        assertThatThrownBy(() -> Yaml.load("modules:\n\tchat:\n\t\ttimeout: 5s\n"))
                .hasMessage(
                        "config.yml:2:1: not valid YAML: a tab in front of a key or a value (expected: spaces as indentation)");
    }

    @Test
    void leaveThePlaceOfAMistakeAsItIs() {
        assertThatThrownBy(() -> Yaml.load("modules:\n  chat:\t# mine 𝄞\n    timeout:\tnever\t\n"))
                .hasMessageStartingWith("config.yml:3:14: modules.chat.timeout: \"never\" is no duration");
    }

    private static ProbeModule chat(String yaml) throws ConfigurationException {
        return Yaml.load(yaml).configuration().modules().get("chat");
    }
}
