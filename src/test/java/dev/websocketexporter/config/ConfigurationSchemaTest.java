package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.Diagnostics;
import dev.websocketexporter.config.yaml.YamlDocument;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.testkit.Generated;
import dev.websocketexporter.testkit.RsaKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema by which editors know the keys. */
class ConfigurationSchemaTest {
    private static final Path FILE = Path.of("src/main/resources/dev/websocketexporter/config/config.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void theFileIsWhatTheDefinitionsSay() throws IOException {
        Generated.assertUpToDate(FILE, written());
    }

    /** One comment line switches it on in an editor; what it names is there. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/configuration.md", "config.example.yml"})
    void theLineForEditorsNamesTheFile(String document) throws IOException {
        assertThat(Files.readString(Path.of(document)).lines()).contains("# yaml-language-server: $schema=" + FILE);
    }

    private static String written() throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withArrayIndenter(new DefaultIndenter("  ", "\n"))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer(printer).writeValueAsString(ConfigKeys.schema()) + "\n";
    }

    @Test
    void isItselfGood() throws IOException {
        JsonSchema ofSchemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(JSON.readTree("{\"$ref\": \"http://json-schema.org/draft-07/schema#\"}"));

        assertThat(ofSchemas.validate(JSON.readTree(written()))).isEmpty();
    }

    @Test
    void theExampleIsGood() throws IOException, ConfigurationException {
        assertThat(problems(Files.readString(Path.of("config.example.yml")))).isEmpty();
    }

    @Test
    void whatIsRenderedIsGood() throws IOException, ConfigurationException {
        Files.writeString(directory.resolve("password"), "hidden\n");
        Files.writeString(directory.resolve("rsa.pem"), RsaKeys.PEM);
        AnyConfiguration any = new AnyConfiguration(
                new Random(7),
                Files.writeString(directory.resolve("roots.pem"), Pem.CERTIFICATE),
                Files.writeString(directory.resolve("key.pem"), Pem.KEY));
        for (int i = 0; i < 50; i++) {
            String yaml = ConfigurationYaml.render(any.next());

            assertThat(problems(yaml)).as(yaml).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.websocketexporter.config.DropInTest#files")
    void configurationsOfBlackboxExporterAreGood(Path file) throws IOException, ConfigurationException {
        assertThat(problems(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modules: {chat: }",
                "modules: {chat: {websocket: {http_config: {tls_config: }}}}",
                "modules: {a: &a {timeout: 1m30s}, b: {<<: *a, timeout: .5s}}",
                "modules: {chat: {websocket: {headers: {A: 010, B: yes, C: 2026-11-21, D: {files: [x]}}}}}"
            })
    void whatLoadsIsGood(String yaml) throws ConfigurationException {
        assertThat(problems(yaml)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "modules: {}",
                "modules: [chat]",
                "modules: {chat: {colour: red}}",
                "modules: {chat: {prober: http}}",
                "modules: {chat: {timeout: 5}}",
                "modules: {chat: {timeout: 5 seconds}}",
                "modules: {chat: {timeout: -5s}}",
                "modules: {chat: {timeout: [5s]}}",
                "modules: {chat: {websocket: {header: {A: b}}}}",
                "modules: {chat: {websocket: {headers: {A: {secret: [b]}}}}}",
                "modules: {chat: {websocket: {headers: {A: {files: b}}}}}",
                "modules: {chat: {websocket: {headers: {A: [b]}}}}",
                "modules: {chat: {websocket: {preferred_ip_protocol: 4}}}",
                "modules: {chat: {websocket: {ip_protocol_fallback: \"true\"}}}",
                "modules: {chat: {websocket: {subprotocols: mqtt}}}",
                "modules: {chat: {websocket: {subprotocols: [mqtt, mqtt]}}}",
                "modules: {chat: {websocket: {valid_status_codes: []}}}",
                "modules: {chat: {websocket: {valid_status_codes: [99]}}}",
                "modules: {chat: {websocket: {valid_status_codes: [OK]}}}",
                "modules: {chat: {websocket: {fail_if_header_matches: [{header: A}]}}}",
                "modules: {chat: {websocket: {fail_if_header_matches: [{header: A, regex: b}]}}}",
                "modules: {chat: {websocket: {http_config: {basic_auth: me}}}}",
                "modules: {chat: {websocket: {http_config: {tls_config: {min_version: TLSv1.2}}}}}",
                "modules: {chat: {websocket: {http_config: {oauth2: {scopes: chat}}}}}",
                "modules: {chat: {websocket: {http_config: {proxy_connect_header: {A: b}}}}}",
                "modules: {chat: {websocket: {heartbeat: {pings: -1}}}}",
                "modules: {chat: {websocket: {heartbeat: {ping: 3}}}}",
                "modules: {chat: {websocket: {max_message_size: 5}}}",
                "modules: {chat: {websocket: {close: {code: 1005}}}}",
                "modules: {chat: {websocket: {close: {expected: [1004]}}}}",
                "modules: {chat: {websocket: {close: {expected: 1000}}}}",
                "modules: {chat: {websocket: {attempts: 0}}}",
                "modules: {chat: {websocket: {query_response: {send: a}}}}",
                "modules: {chat: {websocket: {query_response: [{sned: a}]}}}",
                "modules: {chat: {websocket: {query_response: [{expect_json: {type: a}}]}}}",
                "modules: {chat: {websocket: {query_response: [{expect: a, labels: [{name: b}]}]}}}",
                "modules: {chat: {}}\ntarget_policy: {deny: 10.0.0.0/8}",
                "modules: {chat: {}}\nwatch: {name: a}",
                "modules: {chat: {}}\nwatch: [{module: chat}]",
                "modules: {chat: {}}\nwatch: [{name: a, connections: 1001}]",
                "modules: {chat: {}}\nwatch: [{name: a, heartbeat: {interval: 5}}]",
                "modules: {chat: {}}\nwatch: [{name: a, messages: {sequence: {json: seq}}}]",
                "modules: {chat: {}}\nwatch: [{name: a, messages: {timestamp: {json: /ts, unit: m}}}]",
                "modules: {chat: {}}\ntarget_policy: {denny: []}"
            })
    void aMistakeIsAMistakeInTheEditorToo(String yaml) throws ConfigurationException {
        assertThat(problems(yaml)).isNotEmpty();
    }

    private static Set<ValidationMessage> problems(String yaml) throws ConfigurationException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(JSON.valueToTree(ConfigKeys.schema()));
        YamlValue value = YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8), new Diagnostics("config.yml"));
        return schema.validate(json(value));
    }

    /** As an editor takes it. */
    private static JsonNode json(YamlValue value) {
        if (value instanceof YamlValue.Mapping mapping) {
            ObjectNode object = JSON.createObjectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        if (value instanceof YamlValue.Sequence sequence) {
            ArrayNode array = JSON.createArrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        YamlValue.Scalar scalar = (YamlValue.Scalar) value;
        return switch (scalar.type()) {
            case NONE -> JSON.nullNode();
            case BOOLEAN -> JSON.getNodeFactory().booleanNode(scalar.text().matches("(?i)true|yes|on"));
            case NUMBER -> number(scalar.text());
            case TEXT, BINARY -> JSON.getNodeFactory().textNode(scalar.text());
        };
    }

    private static JsonNode number(String text) {
        return text.matches("-?[0-9]+")
                ? JSON.getNodeFactory().numberNode(Long.parseLong(text))
                : JSON.getNodeFactory().numberNode(0.5);
    }
}
