package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.ValueType;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
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
        return "a list, each entry " + StepBlock.BLOCK.expected();
    }

    @Override
    public @Nullable List<Step> read(YamlValue value, ReadContext context) {
        YamlValue.Sequence sequence = context.sequence(value, expected());
        if (sequence == null) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        CaptureScope captures = new CaptureScope();
        Map<String, Integer> stepsByName = new HashMap<>();
        Map<String, Integer> stepsByLabel = new HashMap<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            YamlValue item = sequence.items().get(i);
            BlockReader fields = BlockReader.of(item, StepBlock.BLOCK, context.item(i));
            if (item instanceof YamlValue.Mapping || item.isNone()) {
                warnOfNothing(item, fields, context.item(i));
                Step step = new StepReader(fields, captures).read();
                checkName(step, i + 1, sequence.items().size(), stepsByName, fields);
                warnOfLabels(step, i + 1, stepsByLabel, fields);
                steps.add(step);
            }
        }
        return steps;
    }

    /** blackbox_exporter accepts a step that does nothing; one with {@code starttls} alone has its own warning. */
    private static void warnOfNothing(YamlValue step, BlockReader fields, ReadContext context) {
        boolean nothing = !fields.has(StepBlock.STARTTLS)
                && StepBlock.EXPECTATIONS.stream().noneMatch(fields::has)
                && StepBlock.PAYLOADS.stream().noneMatch(fields::has);
        if (nothing) {
            context.warning(
                    step.position(),
                    "does nothing, as in blackbox_exporter: it neither expects nor sends anything (expected: "
                            + StepBlock.names(StepBlock.EXPECTATIONS) + ", or " + StepBlock.names(StepBlock.PAYLOADS)
                            + ")");
        }
    }

    /** In metrics, a name takes the place of the number, so that it must not be the number of another step. */
    private static void checkName(
            Step step, int number, int steps, Map<String, Integer> stepsByName, BlockReader fields) {
        if (step.name() == null) {
            return;
        }
        Integer before = stepsByName.putIfAbsent(step.name(), number);
        if (before != null) {
            fields.mistake(
                    StepBlock.NAME,
                    Printable.quoted(step.name()) + " is the name of step " + before
                            + " (expected: a name of its own)");
        }
        boolean isNumber = step.name().matches("[1-9][0-9]{0,8}");
        if (isNumber && !step.name().equals(String.valueOf(number)) && Integer.parseInt(step.name()) <= steps) {
            fields.mistake(
                    StepBlock.NAME,
                    Printable.quoted(step.name()) + " is the number of another step (expected: a name of its own)");
        }
    }

    /** blackbox_exporter accepts a label that two steps have; all steps make one series. */
    private static void warnOfLabels(Step step, int number, Map<String, Integer> stepsByLabel, BlockReader fields) {
        for (StepLabel label : step.labels()) {
            Integer before = stepsByLabel.put(label.name(), number);
            if (before != null && before != number) {
                fields.warning(
                        StepBlock.LABELS,
                        "the label " + label.name() + " takes the place of that of step " + before
                                + ": all steps make one series");
            }
        }
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "array", "items", KeySchema.block(StepBlock.BLOCK));
    }

    @Override
    public Object toYaml(List<Step> steps) {
        return steps.stream().map(StepBlock::write).toList();
    }
}
