package dev.websocketexporter.config.blocks;

import com.google.re2j.Pattern;
import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.types.JsonTypes;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.ValueType;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One step of {@code query_response}: its keys, and how it is written. */
final class StepBlock {
    static final Key.Value<String> NAME = Key.withoutDefault(
            "name",
            TextTypes.line(
                    "one line of text that no other step has",
                    text -> TextCheck.UNICODE.checked(TextCheck.ONE_LINE.checked(text))),
            "Names the step in metrics and logs, instead of its number.");
    static final Key.Value<Pattern> EXPECT = Key.withoutDefault(
            "expect", TextTypes.REGEXP_IN_A_MESSAGE, "Found anywhere in the next data message, text or binary.");
    static final Key.Value<Map<String, JsonValue>> EXPECT_JSON = Key.withoutDefault(
            "expect_json",
            JsonTypes.MEMBERS,
            "The next data message is JSON, and every pointer leads to what is expected there.");
    static final Key.Value<Bytes> EXPECT_BINARY = Key.withoutDefault(
            "expect_binary", TextTypes.BINARY, "The next data message is exactly these bytes, text or binary.");
    static final Key.Value<Bytes> EXPECT_BYTES = Key.withoutDefault(
            "expect_bytes",
            TextTypes.BINARY_OR_TEXT,
            "The same; blackbox_exporter's name for it, which takes text too.");
    static final Key.Value<Integer> SKIP = new Key.Value<>(
            "skip",
            NumberTypes.integer(-1, 1_000_000),
            0,
            "How many messages that are something else may come before the one expected; -1: any number.");
    static final Key.Value<String> SEND = Key.withoutDefault(
            "send",
            TextTypes.maybeEmpty("a text such as '{\"type\":\"ping\"}'; for bytes use send_binary", TextCheck.UNICODE),
            "A text message, sent after what is expected has come; may refer to what was matched.");
    static final Key.Value<Bytes> SEND_BINARY =
            Key.withoutDefault("send_binary", TextTypes.BINARY, "A binary message.");
    static final Key.Value<Value> SEND_FILE = Key.withoutDefault(
            "send_file",
            FileTypes.message("a file with at most 1 MiB"),
            "A file whose content is sent as it is and never shown: as text, or as binary when it is not UTF-8.");
    static final Key.Value<Duration> TIMEOUT = Key.withoutDefault(
            "timeout",
            DurationType.POSITIVE,
            "The most that the step may take; without it, what is left of the probe.");
    static final Key.Value<List<StepLabel>> LABELS = new Key.Value<>(
            "labels",
            ListType.of(new StepLabelType(), Rule.SKIP_ABSENT),
            List.of(),
            "The parts of the match that become labels of probe_expect_info, one series for all steps.",
            List.of(StepLabelType.BLOCK));
    static final Key.Unread STARTTLS = Key.ignored("starttls", "A wss target has TLS from the start.");

    static final List<Key.Value<?>> EXPECTATIONS = List.of(EXPECT, EXPECT_JSON, EXPECT_BINARY, EXPECT_BYTES);
    static final List<Key.Value<?>> PAYLOADS = List.of(SEND, SEND_BINARY, SEND_FILE);

    static final Key.Block BLOCK = new Key.Block(
            Key.ENTRY,
            "One step: what is expected first, then what is sent.",
            List.of(
                    NAME,
                    EXPECT,
                    EXPECT_JSON,
                    EXPECT_BINARY,
                    EXPECT_BYTES,
                    SKIP,
                    SEND,
                    SEND_BINARY,
                    SEND_FILE,
                    TIMEOUT,
                    LABELS,
                    STARTTLS));

    private StepBlock() {}

    /** {@code expect, expect_json, expect_binary or expect_bytes}. */
    static String names(List<Key.Value<?>> keys) {
        String all = keys.stream().map(Key::name).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or " + all.substring(last + 2);
    }

    static Map<String, Object> write(Step step) {
        YamlSection section = new YamlSection();
        section.put(NAME, step.name());
        addExpectation(step, section);
        addPayload(step, section);
        section.put(TIMEOUT, step.timeout());
        section.putSome(LABELS, step.labels());
        return section.values();
    }

    private static void addExpectation(Step step, YamlSection section) {
        if (step.expectation() instanceof Expectation.Matching matching) {
            section.put(EXPECT, matching.regexp());
        } else if (step.expectation() instanceof Expectation.Json json) {
            section.put(EXPECT_JSON, json.members());
        } else if (step.expectation() instanceof Expectation.Exactly exactly) {
            section.put(EXPECT_BINARY, exactly.bytes());
        }
        section.put(SKIP, step.expectation() == null ? null : step.skip());
    }

    private static void addPayload(Step step, YamlSection section) {
        if (step.payload() instanceof Payload.Text text) {
            section.put(SEND, text.template().text());
        } else if (step.payload() instanceof Payload.Binary binary) {
            section.put(SEND_BINARY, binary.bytes());
        } else if (step.payload() instanceof Payload.InFile file) {
            section.put(SEND_FILE, new Value.InFile(file.path()));
        } else if (step.expectation() == null) {
            // A step that does nothing is counted nevertheless.
            section.put(SEND, "");
        }
    }

    /** A label made from a match. How its value refers to the match depends on the step: see {@link StepReader}. */
    private static final class StepLabelType implements ValueType<StepLabel> {
        private static final Key.Value<String> NAME =
                Key.withoutDefault("name", TextTypes.LABEL_NAME, "The name of the label.");
        private static final Key.Value<String> VALUE = Key.withoutDefault(
                "value",
                TextTypes.maybeEmpty("a text such as \"${1}\"", TextCheck.UNICODE),
                "Its value, with references to what was matched, as in send.");
        private static final Key.Block BLOCK = new Key.Block(Key.ENTRY, "One label.", List.of(NAME, VALUE));

        @Override
        public String expected() {
            return BLOCK.expected();
        }

        @Override
        public boolean isAbsent(YamlValue value) {
            return value.isNone()
                    || (value instanceof YamlValue.Mapping mapping
                            && mapping.entries().isEmpty());
        }

        @Override
        public @Nullable StepLabel read(YamlValue value, ReadContext context) {
            BlockReader fields = BlockReader.of(value, BLOCK, context);
            if (!(value instanceof YamlValue.Mapping)) {
                return null;
            }
            String name = fields.required(NAME);
            String text = fields.required(VALUE);
            return name == null || text == null
                    ? null
                    : new StepLabel(name, Template.of(text, Template.Dialect.BRACED));
        }

        @Override
        public Map<String, Object> schema() {
            return KeySchema.block(BLOCK, NAME, VALUE);
        }

        @Override
        public Object toYaml(StepLabel label) {
            YamlSection section = new YamlSection();
            section.put(NAME, label.name());
            section.put(VALUE, label.value().text());
            return section.values();
        }
    }
}
