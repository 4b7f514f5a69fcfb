package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Template;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A label made from a match. How its value refers to the match depends on the step: see {@link StepReader}. */
final class StepLabelType implements ValueType<StepLabel> {
    static final StepLabelType INSTANCE = new StepLabelType();

    private static final Key.Value<String> NAME =
            Key.withoutDefault("name", LabelNameType.INSTANCE, "The name of the label.");
    private static final Key.Value<String> VALUE = Key.withoutDefault(
            "value",
            new LineType("a text such as \"${1}\"", TextCheck.UNICODE),
            "Its value, with references to what was matched, as in send.");
    private static final Key.Block BLOCK = new Key.Block(Key.ENTRY, "One label.", List.of(NAME, VALUE));

    private StepLabelType() {}

    @Override
    public String expected() {
        return Suggestion.mappingOf(BLOCK);
    }

    @Override
    public @Nullable StepLabel read(YamlValue value, ReadContext site) {
        BlockReader fields = BlockReader.of(value, BLOCK, site);
        if (!(value instanceof YamlValue.Mapping)) {
            return null;
        }
        String name = fields.required(NAME);
        String text = fields.required(VALUE);
        return name == null || text == null ? null : new StepLabel(name, Template.of(text, Template.Dialect.BRACED));
    }

    @Override
    public List<Key> members() {
        return List.of(BLOCK);
    }

    @Override
    public Map<String, Object> schema() {
        return ConfigurationSchema.block(BLOCK, NAME, VALUE);
    }

    @Override
    public Object toYaml(StepLabel label) {
        YamlSection section = new YamlSection();
        section.put(NAME, label.name());
        section.put(VALUE, label.value().text());
        return section.values();
    }
}
