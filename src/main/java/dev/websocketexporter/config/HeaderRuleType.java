package dev.websocketexporter.config;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule about a header field of the answer. */
record HeaderRuleType(FailsWhen failure) implements ValueType<HeaderRule> {
    private static final Key.Value<String> HEADER =
            Key.withoutDefault("header", HeaderNameType.INSTANCE, "The name of the field, in whatever case.");
    private static final Key.Value<Pattern> REGEXP = Key.withoutDefault(
            "regexp", RegexpType.OF_A_FIELD, "Looked for anywhere in the value; of several values one is enough.");
    private static final Key.Value<Boolean> ALLOW_MISSING =
            new Key.Value<>("allow_missing", BooleanType.INSTANCE, false, "An answer without the field does not fail.");
    private static final Key.Block BLOCK =
            new Key.Block(Key.ENTRY, "One rule.", List.of(HEADER, REGEXP, ALLOW_MISSING));

    @Override
    public String expected() {
        return Suggestion.mappingOf(BLOCK);
    }

    @Override
    public @Nullable HeaderRule read(YamlValue value, ReadContext site) {
        BlockReader fields = BlockReader.of(value, BLOCK, site);
        if (!(value instanceof YamlValue.Mapping)) {
            return null;
        }
        String header = fields.required(HEADER);
        Pattern regexp = fields.required(REGEXP);
        boolean allowMissing = fields.orDefault(ALLOW_MISSING);
        return header == null || regexp == null ? null : new HeaderRule(header, regexp, failure, allowMissing);
    }

    @Override
    public List<Key> members() {
        return List.of(BLOCK);
    }

    @Override
    public Map<String, Object> schema() {
        return ConfigurationSchema.block(BLOCK, HEADER, REGEXP);
    }

    @Override
    public Object toYaml(HeaderRule value) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put(HEADER.name(), value.header());
        rule.put(REGEXP.name(), value.regexp().pattern());
        rule.put(ALLOW_MISSING.name(), value.allowMissing());
        return rule;
    }
}
