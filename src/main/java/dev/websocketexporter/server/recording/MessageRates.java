package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchedTarget;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many messages came in the last minute, from what the counters were about a minute ago. They are read whenever
 * somebody asks for them anyway, so that nothing runs when nobody does. Bounded: eight readings of the targets that there
 * are. Not safe for use by several threads.
 */
final class MessageRates {
    private static final int READINGS = 8;
    private static final long APART_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** A shorter time says little. */
    private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();

    /** Nobody scrapes less often, and what was before is not now. */
    private static final long MOST_NANOS = Duration.ofSeconds(150).toNanos();

    private static final long NOT_THERE = -1;

    private final long[] ticks = new long[READINGS];

    /** What each target had received at each tick, or {@link #NOT_THERE}. */
    private Map<Key, long[]> received = new HashMap<>();

    private int readings;

    /** The same target again, whatever the settings of its watch have become. */
    private record Key(String watch, Target target, Map<String, String> labels) {
        static Key of(TargetFigures figures) {
            WatchedTarget watched = figures.watched();
            return new Key(watched.settings().name(), watched.target(), watched.labels());
        }
    }

    /**
     * The figures as they are now. What is worked out is remembered for later.
     *
     * @return for each of them, how many messages a minute came, to one digit; null: not known yet
     */
    List<@Nullable Double> observe(List<TargetFigures> figures, long tick) {
        List<Integer> places = usefulPlaces(tick);
        List<@Nullable Double> rates =
                figures.stream().map(target -> rate(target, places, tick)).toList();
        if (readings == 0 || tick - ticks[(readings - 1) % READINGS] >= APART_NANOS) {
            remember(figures, tick);
        }
        return rates;
    }

    /** The places of the readings that are neither too young nor too old, that which is nearest to a minute ago first. */
    private List<Integer> usefulPlaces(long tick) {
        return IntStream.range(Math.max(0, readings - READINGS), readings)
                .map(reading -> reading % READINGS)
                .filter(place -> tick - ticks[place] >= LEAST_NANOS && tick - ticks[place] <= MOST_NANOS)
                .boxed()
                .sorted(Comparator.comparing(place -> Math.abs(tick - ticks[place] - MINUTE_NANOS)))
                .toList();
    }

    private @Nullable Double rate(TargetFigures target, List<Integer> places, long tick) {
        long[] counts = received.get(Key.of(target));
        if (counts == null) {
            return null;
        }
        for (int place : places) {
            if (counts[place] != NOT_THERE && counts[place] <= count(target)) {
                double perMinute = (double) (count(target) - counts[place]) * MINUTE_NANOS / (tick - ticks[place]);
                return Math.round(10 * perMinute) / 10.0;
            }
        }
        return null;
    }

    private static long count(TargetFigures target) {
        return target.received().text() + target.received().binary();
    }

    private void remember(List<TargetFigures> figures, long tick) {
        int place = readings % READINGS;
        Map<Key, long[]> present = new HashMap<>();
        for (TargetFigures target : figures) {
            Key key = Key.of(target);
            long now = count(target);
            long[] before = received.getOrDefault(key, none());
            // A target that left and came again counts from 0.
            long[] counts = Arrays.stream(before)
                    .map(count -> count <= now ? count : NOT_THERE)
                    .toArray();
            counts[place] = now;
            present.put(key, counts);
        }
        ticks[place] = tick;
        readings++;
        received = present;
    }

    private static long[] none() {
        long[] counts = new long[READINGS];
        Arrays.fill(counts, NOT_THERE);
        return counts;
    }
}
