package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.module.Template.Dialect;
import dev.websocketexporter.probe.value.Bytes;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations that load, and what they come to. */
class ConversationTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "1B, 1",
        "64KiB, 65536",
        "64KB, 64000",
        "1MB, 1000000",
        "1.5MiB, 1572864",
        "0.5KiB, 512",
        "64MiB, 67108864"
    })
    void sizesHaveTheirUnits(String text, int bytes) throws ConfigurationException {
        assertThat(module("max_message_size: " + text).conversation().maxMessageBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1003, 1007, 1014, 3000, 4999})
    void closeCodesAreThoseThatMayBeSent(int code) throws ConfigurationException {
        assertThat(module("close: {code: " + code + "}").closing().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1003, 1005, 1006, 1007, 1014, 3000, 4999})
    void expectedCodesAreThoseOfAnyEnd(int code) throws ConfigurationException {
        assertThat(module("close: {expected: [1001, " + code + "]}").closing().expected())
                .containsExactly(1001, code);
    }

    @Test
    void anyEndIsRightByDefault() throws ConfigurationException {
        assertThat(module("close: {expected: []}").closing().expected()).isEmpty();
        assertThat(module("close: {code: 1001}").closing().expected()).isEmpty();
    }

    @Test
    void whatMayBeNoTimeAtAllMayBeZero() throws ConfigurationException {
        ProbeModule module = module("settle: 0s, hold: 0s, heartbeat: {pings: 1, interval: 0s}, close: {timeout: 0s},"
                + " attempts: 2, attempt_interval: 0ms");

        assertThat(module.conversation().settle()).isZero();
        assertThat(module.conversation().hold()).isZero();
        assertThat(module.conversation().heartbeat().interval()).isZero();
        assertThat(module.closing().timeout()).isZero();
        assertThat(module.attempts().interval()).isZero();
    }

    /** Some servers answer no ping: the heartbeat then measures and fails nothing. */
    @Test
    void allPongsMayBeMissing() throws ConfigurationException {
        assertThat(module("heartbeat: {pings: 3, max_missed: 3}").conversation().heartbeat())
                .isEqualTo(new Heartbeat(3, Duration.ofSeconds(1), Duration.ofSeconds(2), 3));
    }

    @Test
    void jsonIsWhatYamlSaysInTheWordsOfJson() throws ConfigurationException {
        Step step = step("{expect_json: {/a: ack, /b: 0, /c: 1.50, /d: true, /e: null, /f: [1, \"2\", {g: ~}],"
                + " /h: {regexp: a, flags: i}, /i: {regexp: '^a'}, \"\": {}, /a~1b: 2026-11-21, /k: \"010\"}}");

        assertThat(step.expectation()).isInstanceOf(Expectation.Json.class);
        Map<String, JsonValue> members = ((Expectation.Json) step.expectation()).members();
        assertThat(members.keySet()).containsExactly("/a", "/b", "/c", "/d", "/e", "/f", "/h", "/i", "", "/a~1b", "/k");
        assertThat(members)
                .containsEntry("/a", equalTo("ack"))
                .containsEntry("/b", equalTo(new BigDecimal("0")))
                .containsEntry("/c", equalTo(new BigDecimal("1.5")))
                .containsEntry("/d", equalTo(true))
                .containsEntry("/e", new JsonValue.EqualTo(null))
                .containsEntry("/f", equalTo(Arrays.asList(new BigDecimal("1"), "2", nullMember())))
                .containsEntry("/h", equalTo(Map.of("regexp", "a", "flags", "i")))
                .containsEntry("/i", new JsonValue.Matching(com.google.re2j.Pattern.compile("^a")))
                .containsEntry("", equalTo(Map.of()))
                .containsEntry("/a~1b", equalTo("2026-11-21"))
                .containsEntry("/k", equalTo("010"));
    }

    private static Object nullMember() {
        Map<String, Object> object = new java.util.HashMap<>();
        object.put("g", null);
        return object;
    }

    private static JsonValue equalTo(Object value) {
        return new JsonValue.EqualTo(value);
    }

    @Test
    void binaryMessagesAreBase64() throws ConfigurationException {
        Step step = step("{send_binary: !!binary \"AAEC Aw==\", expect_binary: !!binary \"\"}");

        assertThat(step.payload()).isEqualTo(new Payload.Binary(Bytes.of(new byte[] {0, 1, 2, 3})));
        assertThat(step.expectation()).isEqualTo(new Expectation.Exactly(Bytes.of(new byte[0])));
    }

    /** The dialect decides what a dollar sign is. */
    @Test
    void onlyAStepWithAnExpressionOfItsOwnIsExpandedAsInGo() throws ConfigurationException {
        List<Step> steps = module("query_response: [{expect: '(?P<id>a)', send: $id}, {send: '$id ${id} ${0} ${1}'},"
                        + " {expect_json: {/a: 1}, send: '$1 ${1}', labels: [{name: a, value: '${id}'}]}]")
                .conversation()
                .steps();

        assertThat(steps)
                .extracting(step -> ((Payload.Text) step.payload()).template().dialect())
                .containsExactly(Dialect.GO, Dialect.BRACED, Dialect.BRACED);
        assertThat(steps.get(2).labels().get(0).value()).isEqualTo(Template.of("${id}", Dialect.BRACED));
    }

    @Test
    void aFileToSendMayHoldAnything() throws IOException, ConfigurationException {
        Path blank = Files.write(directory.resolve("login"), new byte[] {'\n', 0, (byte) 0xFF});

        assertThat(step("{send_file: " + blank + "}").payload()).isEqualTo(new Payload.InFile(blank));
    }

    @Test
    void aLabelThatIsThereAlreadyIsWarnedOf() throws ConfigurationException {
        Loaded loaded = Yaml.load("modules: {a: {websocket: {query_response: ["
                + "{expect: (.), labels: [{name: x, value: $1}]}, {expect: (.), labels: [{name: x, value: $1}]}]}}}");

        assertThat(loaded.warnings())
                .containsExactly("config.yml:1:105: modules.a.websocket.query_response[1].labels:"
                        + " the label x takes the place of that of step 1: all steps make one series");
    }

    @Test
    void emptyBytesExpectNothing() throws ConfigurationException {
        Loaded loaded = Yaml.load("modules: {a: {websocket: {query_response: [{expect_bytes: '', send: b}]}}}");

        assertThat(loaded.warnings())
                .containsExactly("config.yml:1:45: modules.a.websocket.query_response[0].expect_bytes: expects nothing,"
                        + " as in blackbox_exporter; an empty message is expect_binary: !!binary \"\"");
    }

    /** Where not all attempts fit, there are fewer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout: 5s, websocket: {hold: 4999ms}",
                "timeout: 1s, websocket: {settle: 999ms}",
                "timeout: 2s, websocket: {settle: 999ms, query_response: [{send: a}]}",
                "timeout: 5s, websocket: {heartbeat: {pings: 5, interval: 1s}}",
                "timeout: 5s, websocket: {hold: 1s, attempts: 2, attempt_interval: 2s}",
                "timeout: 5s, websocket: {hold: 500ms, attempts: 10, attempt_interval: 3s}"
            })
    void whatFitsIntoTheTimeoutLoads(String module) throws ConfigurationException {
        assertThat(Yaml.load("modules: {chat: {" + module + "}}").warnings()).isEmpty();
    }

    @Test
    void theEmbeddedModulesPingAndEcho() throws ConfigurationException {
        Map<String, ProbeModule> modules =
                new ConfigurationSource(null, Set.of()).load().configuration().modules();

        assertThat(modules).containsOnlyKeys("websocket", "websocket_ping", "websocket_echo", "websocket_http2");
        assertThat(modules.get("websocket").conversation().happens()).isFalse();
        assertThat(modules.get("websocket_ping").conversation().heartbeat())
                .isEqualTo(new Heartbeat(3, Duration.ofMillis(200), Duration.ofSeconds(2), 0));
        assertThat(modules.get("websocket_echo").conversation().steps()).hasSize(2);
        assertThat(modules.get("websocket_http2").upgrade().httpVersion()).isEqualTo(HttpVersion.HTTP_2);
    }

    private static Step step(String yaml) throws ConfigurationException {
        return module("query_response: [" + yaml + "]").conversation().steps().get(0);
    }

    private static ProbeModule module(String websocket) throws ConfigurationException {
        return Yaml.load("modules: {chat: {websocket: {" + websocket + "}}}")
                .configuration()
                .modules()
                .get("chat");
    }
}
