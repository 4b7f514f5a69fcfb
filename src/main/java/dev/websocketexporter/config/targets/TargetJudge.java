package dev.websocketexporter.config.targets;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.blocks.QueryParams;
import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.Printable;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the targets of a group could be probed, as far as the configuration decides.
 *
 * @param modules by their names
 * @param policy which targets may be probed at all
 */
public record TargetJudge(Map<String, ProbeModule> modules, TargetPolicy policy) {
    /** What is offered so far by one file. */
    static final class Seen {
        private record Offer(ListedTarget target, Map<String, String> labels) {}

        private final Set<Offer> offers = new HashSet<>();
    }

    /** The groups of a configuration, whose mistakes are reported. */
    public List<TargetGroup> read(BlockReader root) {
        List<TargetGroup> groups = root.orDefault(TargetsBlock.GROUPS);
        Seen seen = new Seen();
        for (int i = 0; i < groups.size(); i++) {
            TargetGroup group = groups.get(i);
            judge(group.offered(), group.module(), root.entry(TargetsBlock.GROUPS, i), seen);
        }
        return groups;
    }

    /**
     * Reports what is wrong with a group.
     *
     * @param module as it stands in the group itself; absent: it is said elsewhere, or nowhere
     * @param fields of the group
     */
    void judge(OfferedGroup group, @Nullable String module, BlockReader fields, Seen seen) {
        ProbeModule probed = modules.get(group.module());
        Key moduleKey = fields.has(TargetsBlock.MODULE) ? TargetsBlock.MODULE : TargetsBlock.LABELS;
        if (probed != null) {
            judgeParameters(group, probed, fields);
        } else if (module != null || !group.targets().isEmpty()) {
            fields.mistake(
                    module == null ? TargetsBlock.TARGETS : moduleKey,
                    module == null
                            ? "have no module, and there is none called " + TargetGroup.DEFAULT_MODULE
                                    + " (expected: module: with " + ModuleNames.known(modules.keySet()) + ")"
                            : Printable.quoted(module) + " is no module (" + ModuleNames.meant(module, modules.keySet())
                                    + ")");
        }
        // One that is there twice in a list has been reported.
        for (ListedTarget target : new LinkedHashSet<>(group.targets())) {
            String refusal = policy.refusalOfHost(target.target());
            if (refusal != null) {
                fields.mistakeAt(
                        TargetsBlock.TARGETS, target.url(), refusal + " (expected: a target that may be probed)");
            }
            if (!seen.offers.add(new Seen.Offer(target, group.labels()))) {
                fields.mistakeAt(
                        TargetsBlock.TARGETS,
                        target.url(),
                        Printable.quoted(target.toString())
                                + " is there already, with the same module and labels (expected: once)");
            }
        }
    }

    /** What is missing may come from relabelling; what is there must be right. */
    private static void judgeParameters(OfferedGroup group, ProbeModule module, BlockReader fields) {
        try {
            QueryParams.readSome(module, group.parameters(ModuleParam.PREFIX));
        } catch (BadValueException e) {
            fields.mistake(TargetsBlock.LABELS, e.problem() + " (" + e.hintOr("expected: another value") + ")");
        }
    }
}
