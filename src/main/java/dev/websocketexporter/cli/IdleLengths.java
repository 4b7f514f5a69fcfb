package dev.websocketexporter.cli;

import dev.websocketexporter.cli.idle.Ladder;
import dev.websocketexporter.config.types.DurationType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long the connections of {@code idle} are silent, as its words say. */
final class IdleLengths {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration SHORTEST_MAX = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration USUAL_MAX = Duration.ofMinutes(5);

    private IdleLengths() {}

    /** Ascending; at least one, at most {@link Ladder#MOST}. */
    static List<Duration> of(ProbeWords words) throws BadUsageException {
        String max = words.value(ProbeFlag.MAX);
        String lengths = words.value(ProbeFlag.LENGTHS);
        if (lengths == null) {
            return Ladder.upTo(max == null ? USUAL_MAX : length(ProbeFlag.MAX, max, SHORTEST_MAX));
        }
        if (max != null) {
            throw new BadUsageException(ProbeFlag.MAX + ": the longest of " + ProbeFlag.LENGTHS
                    + " is the longest (expected: one of the two)");
        }
        return listed(lengths);
    }

    private static List<Duration> listed(String lengths) throws BadUsageException {
        String[] texts = lengths.split(",", -1);
        if (texts.length > Ladder.MOST) {
            throw new BadUsageException(
                    ProbeFlag.LENGTHS + ": " + texts.length + " lengths (expected: at most " + Ladder.MOST + ")");
        }
        List<Duration> durations = new ArrayList<>();
        for (String text : texts) {
            durations.add(length(ProbeFlag.LENGTHS, text.strip(), SHORTEST));
        }
        durations.sort(null);
        return durations;
    }

    private static Duration length(ProbeFlag flag, String text, Duration least) throws BadUsageException {
        Duration duration = ProbeSettings.parsed(flag, text, DurationType.atLeast(least));
        if (duration.compareTo(LONGEST) > 0) {
            throw new BadUsageException(
                    flag + ": \"" + text + "\" is longer than half an hour (expected: at most 30m)");
        }
        return duration;
    }

    /** The last of them. */
    static Duration longest(List<Duration> lengths) {
        return lengths.get(lengths.size() - 1);
    }
}
