package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of a conversation. */
final class ScriptType implements ValueType<List<Step>> {
    static final ScriptType INSTANCE = new ScriptType();

    private ScriptType() {}

    @Override
    public String expected() {
        return "a list, each entry " + Suggestion.mappingOf(StepKeys.BLOCK);
    }

    @Override
    public @Nullable List<Step> read(YamlValue value, ReadContext site) {
        if (!(value instanceof YamlValue.Sequence sequence)) {
            String problem = value.found();
            site.mistake(value.position(), problem + " (expected: " + expected() + ")");
            return null;
        }
        List<Step> steps = new ArrayList<>();
        CaptureScope captures = new CaptureScope();
        Map<String, Integer> stepsByName = new HashMap<>();
        Map<String, Integer> stepsByLabel = new HashMap<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            YamlValue item = sequence.items().get(i);
            BlockReader fields = BlockReader.of(item, StepKeys.BLOCK, site.item(i));
            if (item instanceof YamlValue.Mapping mapping) {
                checkDoesSomething(mapping, fields, site.item(i));
                Step step = new StepReader(fields, captures).read();
                checkName(step, i + 1, sequence.items().size(), stepsByName, fields);
                warnOfLabels(step, i + 1, stepsByLabel, fields);
                steps.add(step);
            }
        }
        return steps;
    }

    /** With {@code starttls} alone there was a warning, and blackbox_exporter takes it. */
    private static void checkDoesSomething(YamlValue.Mapping mapping, BlockReader fields, ReadContext site) {
        boolean nothing = !fields.has(StepKeys.STARTTLS)
                && StepKeys.EXPECTATIONS.stream().noneMatch(fields::has)
                && StepKeys.PAYLOADS.stream().noneMatch(fields::has);
        if (nothing) {
            site.mistake(
                    mapping.position(),
                    "neither expects nor sends anything (expected: " + StepReader.names(StepKeys.EXPECTATIONS) + ", or "
                            + StepReader.names(StepKeys.PAYLOADS) + ")");
        }
    }

    /** In metrics, a name stands where the number of a step without one does. */
    private static void checkName(
            Step step, int number, int steps, Map<String, Integer> stepsByName, BlockReader fields) {
        if (step.name() == null) {
            return;
        }
        Integer before = stepsByName.putIfAbsent(step.name(), number);
        if (before != null) {
            fields.mistake(
                    StepKeys.NAME,
                    Printable.quoted(step.name()) + " is the name of step " + before
                            + " (expected: a name of its own)");
        }
        boolean isNumber = step.name().matches("[1-9][0-9]{0,8}");
        if (isNumber && !step.name().equals(String.valueOf(number)) && Integer.parseInt(step.name()) <= steps) {
            fields.mistake(
                    StepKeys.NAME,
                    Printable.quoted(step.name()) + " is the number of another step (expected: a name of its own)");
        }
    }

    /** blackbox_exporter takes it; all steps make one series. */
    private static void warnOfLabels(Step step, int number, Map<String, Integer> stepsByLabel, BlockReader fields) {
        for (StepLabel label : step.labels()) {
            Integer before = stepsByLabel.put(label.name(), number);
            if (before != null && before != number) {
                fields.warning(
                        StepKeys.LABELS,
                        "the label " + label.name() + " takes the place of that of step " + before
                                + ": all steps make one series");
            }
        }
    }

    @Override
    public List<Key> members() {
        return List.of(StepKeys.BLOCK);
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "array", "items", ConfigurationSchema.block(StepKeys.BLOCK));
    }

    @Override
    public Object toYaml(List<Step> steps) {
        return steps.stream().map(ScriptType::toYaml).toList();
    }

    private static Map<String, Object> toYaml(Step step) {
        YamlSection section = new YamlSection();
        section.put(StepKeys.NAME, step.name());
        addExpectation(step, section);
        addPayload(step, section);
        section.put(StepKeys.TIMEOUT, step.timeout());
        section.putSome(StepKeys.LABELS, step.labels());
        return section.values();
    }

    private static void addExpectation(Step step, YamlSection section) {
        if (step.expectation() instanceof Expectation.Matching matching) {
            section.put(StepKeys.EXPECT, matching.regexp());
        } else if (step.expectation() instanceof Expectation.Json json) {
            section.put(StepKeys.EXPECT_JSON, json.members());
        } else if (step.expectation() instanceof Expectation.Exactly exactly) {
            section.put(StepKeys.EXPECT_BINARY, exactly.bytes());
        }
        section.put(StepKeys.SKIP, step.expectation() == null ? null : step.skip());
    }

    private static void addPayload(Step step, YamlSection section) {
        if (step.payload() instanceof Payload.Text text) {
            section.put(StepKeys.SEND, text.template().text());
        } else if (step.payload() instanceof Payload.Binary binary) {
            section.put(StepKeys.SEND_BINARY, binary.bytes());
        } else if (step.payload() instanceof Payload.InFile file) {
            section.put(StepKeys.SEND_FILE, new Value.InFile(file.path()));
        } else if (step.expectation() == null) {
            // A step that does nothing is counted all the same.
            section.put(StepKeys.SEND, "");
        }
    }
}
