package dev.websocketexporter.config;

import dev.websocketexporter.config.ListType.Rule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import java.util.List;

/** The keys that say what counts as a success. */
final class VerdictKeys {
    static final Key.Value<List<Integer>> VALID_STATUS_CODES = new Key.Value<>(
            "valid_status_codes",
            ListType.of(StatusCodeType.INSTANCE, Rule.NOT_EMPTY),
            List.of(101),
            "The status codes that count as a success; [401] makes that refusal the success.");
    static final Key.Value<Boolean> FAIL_IF_SSL = new Key.Value<>(
            "fail_if_ssl", BooleanType.INSTANCE, false, "A wss target fails, before any packet is sent.");
    static final Key.Value<Boolean> FAIL_IF_NOT_SSL = new Key.Value<>(
            "fail_if_not_ssl", BooleanType.INSTANCE, false, "A ws target fails, before any packet is sent.");
    static final Key.Value<List<HeaderRule>> FAIL_IF_HEADER_MATCHES = new Key.Value<>(
            "fail_if_header_matches",
            ListType.of(new HeaderRuleType(FailsWhen.MATCHES)),
            List.of(),
            "Fails when a header field of the answer matches.");
    static final Key.Value<List<HeaderRule>> FAIL_IF_HEADER_NOT_MATCHES = new Key.Value<>(
            "fail_if_header_not_matches",
            ListType.of(new HeaderRuleType(FailsWhen.NOT_MATCHES)),
            List.of(),
            "Fails when a header field of the answer does not match.");
    static final Key.Value<Boolean> REQUIRE_SUBPROTOCOL = new Key.Value<>(
            "require_subprotocol",
            BooleanType.INSTANCE,
            false,
            "Fails unless the server chooses one of the subprotocols offered.");

    static final List<Key> ALL = List.of(
            VALID_STATUS_CODES,
            FAIL_IF_SSL,
            FAIL_IF_NOT_SSL,
            FAIL_IF_HEADER_MATCHES,
            FAIL_IF_HEADER_NOT_MATCHES,
            REQUIRE_SUBPROTOCOL);

    private VerdictKeys() {}
}
