package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.NetworkTypes;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.util.List;

/** {@code target_policy}. */
public final class TargetPolicyBlock {
    static final Key.Value<List<PolicyEntry>> ALLOW = new Key.Value<>(
            "allow",
            ListType.of(NetworkTypes.POLICY_ENTRY, Rule.NEVER_ABSENT),
            TargetPolicy.DEFAULT.allow(),
            "With entries, a target must have its name or all its addresses here.");
    static final Key.Value<List<PolicyEntry>> DENY = new Key.Value<>(
            "deny",
            ListType.of(NetworkTypes.POLICY_ENTRY, Rule.NEVER_ABSENT),
            TargetPolicy.DEFAULT.deny(),
            "A target must have neither its name nor any of its addresses here; wins over allow.");
    public static final Key.Block BLOCK =
            new Key.Block("target_policy", "Which targets may be probed at all.", List.of(ALLOW, DENY));

    private TargetPolicyBlock() {}

    /** The policy; without keys, the default. */
    public static TargetPolicy read(BlockReader policy) {
        return new TargetPolicy(policy.orDefault(ALLOW), policy.orDefault(DENY));
    }

    /** The policy as the value of its key. */
    public static YamlSection write(TargetPolicy policy) {
        YamlSection section = new YamlSection();
        section.put(ALLOW, policy.allow());
        section.put(DENY, policy.deny());
        return section;
    }
}
