package dev.websocketexporter.e2e;

import java.time.Duration;
import java.util.regex.Pattern;

/** Makes rules and settings that are meant for minutes fit for a test: every duration becomes a fifteenth. */
final class Hurry {
    private static final int TIMES = 15;
    private static final String DURATION = "((?:\\d+[smhdw])+)";
    /** Ranges, offsets and the settings with a duration; names like {@code ratio5m} are none. */
    private static final Pattern IN_RULES =
            Pattern.compile("(\\[|\\boffset |\\bfor: |\\bgroup_wait: |\\bgroup_interval: )" + DURATION + "(?![\\w.])");

    private static final Pattern PART = Pattern.compile("(\\d+)([smhdw])");

    private Hurry() {}

    static String up(String rules) {
        return IN_RULES.matcher(rules).replaceAll(found -> found.group(1) + hurried(found.group(2)));
    }

    private static String hurried(String duration) {
        long millis = PART.matcher(duration)
                .results()
                .mapToLong(part ->
                        Long.parseLong(part.group(1)) * unit(part.group(2)).toMillis())
                .sum();
        return millis / TIMES + "ms";
    }

    private static Duration unit(String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
