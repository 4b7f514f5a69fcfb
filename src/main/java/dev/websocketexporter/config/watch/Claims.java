package dev.websocketexporter.config.watch;

import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.probe.watch.WatchSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Which targets are taken by which entry of {@code watch}, and how many connections they are together. What is shown of a
 * target, without the values in its query, is a label: two that it does not tell apart would be one series.
 */
final class Claims {
    private final Shard shard;

    /** The targets of each entry, by what is shown of them. */
    private final Map<String, Map<String, Target>> taken = new HashMap<>();

    private long connections;

    /** @param shard only its targets count as connections; two that are alike are a mistake on each exporter */
    Claims(Shard shard) {
        this.shard = shard;
    }

    /**
     * Takes all of some targets, or none if something is wrong with one of them.
     *
     * @param mistakes is told the index of a target, and what is wrong with it beside the others
     * @return whether they are taken
     */
    boolean take(WatchGroup group, List<ListedTarget> targets, BiConsumer<Integer, String> mistakes) {
        Map<String, Target> before = taken.computeIfAbsent(group.name(), none -> new HashMap<>());
        Map<String, Target> added = new HashMap<>();
        long all = connections;
        boolean good = true;
        boolean tooMany = false;
        for (int i = 0; i < targets.size(); i++) {
            ListedTarget target = targets.get(i);
            String shown = target.target().toString();
            Target other = before.containsKey(shown) ? before.get(shown) : added.putIfAbsent(shown, target.target());
            all += other == null ? connectionsOf(group, target) : 0;
            if (other != null) {
                mistakes.accept(i, alike(group, target, other));
                good = false;
            } else if (all > WatchSettings.MOST_IN_ALL && !tooMany) {
                mistakes.accept(i, tooMany(group, target));
                good = false;
                tooMany = true;
            }
        }
        if (good) {
            before.putAll(added);
            connections = all;
        }
        return good;
    }

    private static String alike(WatchGroup group, ListedTarget target, Target other) {
        String watch = "watch " + Printable.quoted(group.name());
        return Printable.quoted(target.toString())
                + (other.equals(target.target())
                        ? " is there already in " + watch + " (expected: once)"
                        : " differs from another target of " + watch
                                + " only in what no metric shows (expected: an entry of watch for each)");
    }

    private static String tooMany(WatchGroup group, ListedTarget target) {
        return Printable.quoted(target.toString()) + ", with connections: "
                + group.settings().connections() + " to each target, makes more than " + WatchSettings.MOST_IN_ALL
                + " in all (expected: fewer, or --watch.shards to share them among exporters)";
    }

    private int connectionsOf(WatchGroup group, ListedTarget target) {
        return shard.has(target.url()) ? group.settings().connections() : 0;
    }
}
