package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.WatchSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Spreads the first openings of each watch evenly: over its {@code min_delay} times their number, each at a random place of its
 * own slot. Targets take turns, so that none of them gets all of its connections in a row.
 */
final class StartSpread {
    private StartSpread() {}

    /** Plans the openings of new targets from this tick on. On the loop. */
    static void plan(List<TargetWatch> fresh, long now, RandomGenerator random) {
        Map<String, List<TargetWatch>> watches = new LinkedHashMap<>();
        for (TargetWatch target : fresh) {
            watches.computeIfAbsent(target.watched().settings().name(), name -> new ArrayList<>())
                    .add(target);
        }
        watches.values().forEach(targets -> planWatch(targets, now, random));
    }

    private static void planWatch(List<TargetWatch> targets, long now, RandomGenerator random) {
        WatchSettings settings = targets.get(0).watched().settings();
        long slot = settings.reconnect().minDelay().toNanos();
        long begin = now;
        for (int number = 0; number < settings.connections(); number++) {
            for (TargetWatch target : targets) {
                target.connections().get(number).startAt(begin + Jitter.within(slot, random));
                begin += slot;
            }
        }
    }
}
