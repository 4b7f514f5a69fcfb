package dev.websocketexporter.config.watch;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.config.targets.ModuleNames;
import dev.websocketexporter.config.targets.TargetsBlock;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings.Which;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.watch.Shard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Whether what entries of {@code watch} ask for can be had, as far as the configuration decides.
 *
 * @param modules by their names
 * @param policy which targets may be dialled at all
 */
public record WatchJudge(Map<String, ProbeModule> modules, TargetPolicy policy) {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** The entries of a configuration, whose mistakes are reported. */
    public List<WatchGroup> read(BlockReader root) {
        List<WatchGroup> groups = root.orDefault(WatchBlock.GROUPS);
        Claims claims = new Claims(root.context().config().shard());
        Map<String, Integer> names = new HashMap<>();
        List<WatchGroup> judged = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            WatchGroup group = groups.get(i);
            BlockReader fields = root.entry(WatchBlock.GROUPS, i);
            Integer before = names.putIfAbsent(group.name(), i);
            if (before != null && !group.name().isEmpty()) {
                fields.mistake(
                        WatchBlock.NAME,
                        Printable.quoted(group.name()) + " is the name of watch[" + before
                                + "] (expected: a name of its own)");
            }
            judged.add(withModule(group, fields));
            judgeTargets(group, fields, before == null ? claims : new Claims(Shard.WHOLE));
        }
        return judged;
    }

    private WatchGroup withModule(WatchGroup group, BlockReader fields) {
        String name = group.settings().moduleName();
        ProbeModule module = modules.get(name);
        if (module == null) {
            fields.mistake(
                    WatchBlock.MODULE,
                    Printable.quoted(name) + " is no module (" + ModuleNames.meant(name, modules.keySet()) + ")");
            return group;
        }
        if (!module.verdict().validStatusCodes().contains(SWITCHING_PROTOCOLS)) {
            fields.mistake(
                    WatchBlock.MODULE,
                    Printable.quoted(name) + " takes another answer than an upgrade for a success, so that there is no"
                            + " connection to hold (expected: a module with 101 among its valid_status_codes)");
        }
        if (module.dialing().addresses() == Which.ALL) {
            fields.mistake(
                    WatchBlock.MODULE,
                    Printable.quoted(name)
                            + " probes every address of a name, and a connection is held to one (expected: a"
                            + " module with addresses: first, and connections for more than one)");
        }
        module.params().stream()
                .filter(ModuleParam::isRequired)
                .forEach(param -> fields.mistake(
                        WatchBlock.MODULE,
                        Printable.quoted(name) + " needs the parameter " + param.parameter()
                                + " of each probe (expected: a module without ${param} in what it sends)"));
        return group.with(module);
    }

    private void judgeTargets(WatchGroup group, BlockReader fields, Claims claims) {
        // One that is there twice in the list has been reported.
        List<ListedTarget> targets = List.copyOf(new LinkedHashSet<>(group.targets()));
        targets.forEach(target -> judgeHost(target, policy, fields));
        claims.take(
                group,
                targets,
                (index, mistake) -> fields.mistakeAt(
                        TargetsBlock.TARGETS, targets.get(index).url(), mistake));
    }

    /** Reports a target that the policy denies by its name. */
    static void judgeHost(ListedTarget target, TargetPolicy policy, BlockReader fields) {
        String refusal = policy.refusalOfHost(target.target());
        if (refusal != null) {
            fields.mistakeAt(TargetsBlock.TARGETS, target.url(), refusal + " (expected: a target that may be dialled)");
        }
    }
}
