package dev.websocketexporter.config.blocks;

import com.google.re2j.Pattern;
import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.ValueType;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import dev.websocketexporter.probe.module.SuccessCriteria.TlsDemand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of {@code websocket} that say what counts as a success. */
final class SuccessCriteriaBlock {
    static final Key.Value<List<Integer>> VALID_STATUS_CODES = new Key.Value<>(
            "valid_status_codes",
            ListType.of(NumberTypes.STATUS_CODE, Rule.NOT_EMPTY),
            List.of(101),
            "The status codes that count as a success; [401] makes that refusal the success.");
    static final Key.Value<Boolean> FAIL_IF_SSL = new Key.Value<>(
            "fail_if_ssl", NumberTypes.BOOLEAN, false, "A wss target fails, before any packet is sent.");
    static final Key.Value<Boolean> FAIL_IF_NOT_SSL = new Key.Value<>(
            "fail_if_not_ssl", NumberTypes.BOOLEAN, false, "A ws target fails, before any packet is sent.");
    static final Key.Value<List<HeaderRule>> FAIL_IF_HEADER_MATCHES = new Key.Value<>(
            "fail_if_header_matches",
            ListType.of(new HeaderRuleType(FailsWhen.MATCHES)),
            List.of(),
            "Fails when a header field of the answer matches.",
            List.of(HeaderRuleType.BLOCK));
    static final Key.Value<List<HeaderRule>> FAIL_IF_HEADER_NOT_MATCHES = new Key.Value<>(
            "fail_if_header_not_matches",
            ListType.of(new HeaderRuleType(FailsWhen.NOT_MATCHES)),
            List.of(),
            "Fails when a header field of the answer does not match.",
            List.of(HeaderRuleType.BLOCK));
    static final Key.Value<Boolean> REQUIRE_SUBPROTOCOL = new Key.Value<>(
            "require_subprotocol",
            NumberTypes.BOOLEAN,
            false,
            "Fails unless the server chooses one of the subprotocols offered.");

    static final List<Key> ALL = List.of(
            VALID_STATUS_CODES,
            FAIL_IF_SSL,
            FAIL_IF_NOT_SSL,
            FAIL_IF_HEADER_MATCHES,
            FAIL_IF_HEADER_NOT_MATCHES,
            REQUIRE_SUBPROTOCOL);

    private SuccessCriteriaBlock() {}

    static SuccessCriteria read(BlockReader websocket, boolean offersSubprotocols) {
        boolean requireSubprotocol = websocket.orDefault(REQUIRE_SUBPROTOCOL);
        if (requireSubprotocol && !offersSubprotocols) {
            websocket.mistake(
                    REQUIRE_SUBPROTOCOL,
                    "requires one of no subprotocols (expected: subprotocols with at least one entry)");
        }
        List<HeaderRule> rules = Stream.concat(
                        websocket.orDefault(FAIL_IF_HEADER_MATCHES).stream(),
                        websocket.orDefault(FAIL_IF_HEADER_NOT_MATCHES).stream())
                .toList();
        return new SuccessCriteria(
                Set.copyOf(websocket.orDefault(VALID_STATUS_CODES)), tlsDemand(websocket), rules, requireSubprotocol);
    }

    private static TlsDemand tlsDemand(BlockReader websocket) {
        boolean forbidden = websocket.orDefault(FAIL_IF_SSL);
        boolean required = websocket.orDefault(FAIL_IF_NOT_SSL);
        if (forbidden && required) {
            websocket.excludes(FAIL_IF_NOT_SSL, FAIL_IF_SSL.name());
        }
        return forbidden ? TlsDemand.FORBIDDEN : required ? TlsDemand.REQUIRED : TlsDemand.NONE;
    }

    static void write(SuccessCriteria verdict, YamlSection section) {
        section.put(
                VALID_STATUS_CODES, verdict.validStatusCodes().stream().sorted().toList());
        section.put(FAIL_IF_SSL, verdict.tls() == TlsDemand.FORBIDDEN);
        section.put(FAIL_IF_NOT_SSL, verdict.tls() == TlsDemand.REQUIRED);
        section.put(FAIL_IF_HEADER_MATCHES, rules(verdict, FailsWhen.MATCHES));
        section.put(FAIL_IF_HEADER_NOT_MATCHES, rules(verdict, FailsWhen.NOT_MATCHES));
        section.put(REQUIRE_SUBPROTOCOL, verdict.requireSubprotocol());
    }

    private static List<HeaderRule> rules(SuccessCriteria verdict, FailsWhen failure) {
        return verdict.headerRules().stream()
                .filter(rule -> rule.failure() == failure)
                .toList();
    }

    /** A rule about a header field of the answer. */
    private record HeaderRuleType(FailsWhen failure) implements ValueType<HeaderRule> {
        private static final Key.Value<String> HEADER = Key.withoutDefault(
                "header", HttpTypes.HEADER_NAME, "The name of the field; upper and lower case are the same.");
        private static final Key.Value<Pattern> REGEXP = Key.withoutDefault(
                "regexp",
                TextTypes.REGEXP_IN_A_FIELD,
                "Searched anywhere in the value; of several values, one match is enough.");
        private static final Key.Value<Boolean> ALLOW_MISSING = new Key.Value<>(
                "allow_missing", NumberTypes.BOOLEAN, false, "An answer without the field does not fail.");
        private static final Key.Block BLOCK =
                new Key.Block(Key.ENTRY, "One rule.", List.of(HEADER, REGEXP, ALLOW_MISSING));

        @Override
        public String expected() {
            return BLOCK.expected();
        }

        @Override
        public @Nullable HeaderRule read(YamlValue value, ReadContext context) {
            BlockReader fields = BlockReader.of(value, BLOCK, context);
            if (!(value instanceof YamlValue.Mapping)) {
                return null;
            }
            String header = fields.required(HEADER);
            Pattern regexp = fields.required(REGEXP);
            boolean allowMissing = fields.orDefault(ALLOW_MISSING);
            return header == null || regexp == null ? null : new HeaderRule(header, regexp, failure, allowMissing);
        }

        @Override
        public Map<String, Object> schema() {
            return KeySchema.block(BLOCK, HEADER, REGEXP);
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
}
