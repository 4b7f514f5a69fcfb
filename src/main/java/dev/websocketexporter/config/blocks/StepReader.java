package dev.websocketexporter.config.blocks;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one step of a conversation. */
final class StepReader {
    private final BlockReader fields;
    private final CaptureScope earlier;
    private final Template.Dialect dialect;

    /** For a step with what those before it capture, to which its own is added. */
    StepReader(BlockReader fields, CaptureScope earlier) {
        this.fields = fields;
        this.earlier = earlier;
        this.dialect = fields.has(StepBlock.EXPECT) ? Template.Dialect.GO : Template.Dialect.BRACED;
    }

    Step read() {
        String name = fields.optional(StepBlock.NAME);
        exclude(StepBlock.EXPECTATIONS);
        exclude(StepBlock.PAYLOADS);
        Expectation expectation = expectation();
        Payload payload = payload();
        List<StepLabel> labels = labels();
        learn(expectation);
        return new Step(name, expectation, skip(), payload, fields.optional(StepBlock.TIMEOUT), labels);
    }

    private void exclude(List<Key.Value<?>> keys) {
        List<Key.Value<?>> present = keys.stream().filter(fields::has).toList();
        present.stream()
                .skip(1)
                .forEach(key -> fields.excludes(key, present.get(0).name()));
    }

    private @Nullable Expectation expectation() {
        Pattern regexp = fields.optional(StepBlock.EXPECT);
        Map<String, JsonValue> members = fields.optional(StepBlock.EXPECT_JSON);
        return Stream.of(
                        regexp == null ? null : new Expectation.Matching(regexp),
                        members == null ? null : new Expectation.Json(members),
                        exactly(fields.optional(StepBlock.EXPECT_BINARY)),
                        exactly(expectedBytes()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Expectation exactly(@Nullable Bytes bytes) {
        return bytes == null ? null : new Expectation.Exactly(bytes);
    }

    private @Nullable Bytes expectedBytes() {
        Bytes bytes = fields.optional(StepBlock.EXPECT_BYTES);
        if (bytes != null && bytes.length() == 0) {
            fields.warning(
                    StepBlock.EXPECT_BYTES,
                    "expects nothing, as in blackbox_exporter; an empty message is expect_binary: !!binary \"\"");
            return null;
        }
        return bytes;
    }

    private @Nullable Payload payload() {
        String text = fields.optional(StepBlock.SEND);
        Bytes bytes = fields.optional(StepBlock.SEND_BINARY);
        Value file = fields.optional(StepBlock.SEND_FILE);
        if (bytes != null) {
            return new Payload.Binary(bytes);
        }
        if (file instanceof Value.InFile inFile) {
            return new Payload.InFile(inFile.path());
        }
        if (text != null && text.isEmpty()) {
            fields.warning(
                    StepBlock.SEND,
                    "sends nothing, as in blackbox_exporter; an empty message is send_binary: !!binary \"\"");
        }
        return text == null || text.isEmpty() ? null : new Payload.Text(message(text));
    }

    private Template message(String text) {
        Template template = Template.of(text, dialect);
        // Whether there may be a parameter is judged when all of the module is read: see ParamsBlock.
        report(template.references().stream().filter(name -> !name.equals(Payload.Text.PARAM)), StepBlock.SEND);
        return template;
    }

    private Template template(String text, Key key) {
        Template template = Template.of(text, dialect);
        report(template.references().stream(), key);
        return template;
    }

    private void report(Stream<String> references, Key key) {
        if (dialect == Template.Dialect.BRACED) {
            earlier.mistakes(references).forEach(mistake -> fields.mistake(key, mistake));
        }
    }

    private List<StepLabel> labels() {
        List<StepLabel> labels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (StepLabel label : fields.orDefault(StepBlock.LABELS)) {
            if (!names.add(label.name())) {
                fields.mistake(StepBlock.LABELS, "has " + label.name() + " twice (expected: once)");
            }
            labels.add(new StepLabel(label.name(), template(label.value().text(), StepBlock.LABELS)));
        }
        return labels;
    }

    private int skip() {
        if (fields.has(StepBlock.SKIP) && StepBlock.EXPECTATIONS.stream().noneMatch(fields::has)) {
            fields.mistake(
                    StepBlock.SKIP,
                    "has nothing to wait for (expected: it beside " + StepBlock.names(StepBlock.EXPECTATIONS) + ")");
        }
        return fields.orDefault(StepBlock.SKIP);
    }

    private void learn(@Nullable Expectation expectation) {
        if (expectation instanceof Expectation.Matching matching) {
            earlier.add(matching.regexp());
        } else if (fields.has(StepBlock.EXPECT)) {
            earlier.addUnknown();
        }
    }
}
