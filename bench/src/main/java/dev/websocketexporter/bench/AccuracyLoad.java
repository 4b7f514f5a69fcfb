package dev.websocketexporter.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A constant rate at which reported times are compared with captured packets.
 *
 * @param table the name of its table in the page
 * @param perSecond probes, from when the exporter listens to the end
 * @param settling how long after the start of the exporter's process the measurement begins
 * @param length of the measurement
 */
record AccuracyLoad(String table, int perSecond, Duration settling, Duration length) {
    private static final int FULL_PER_SECOND = 500;
    private static final int EVERYDAY_PER_SECOND = 10;
    private static final String RATE = "--rate=";
    private static final String ONLY_EVERYDAY = "--only-everyday";

    /** What the arguments ask for: both loads, or the one that most installations have. */
    static List<AccuracyLoad> of(String... arguments) {
        Set<String> flags = Set.of(arguments);
        boolean quick = flags.contains("--quick");
        AccuracyLoad everyday = everyday(quick);
        return flags.contains(ONLY_EVERYDAY) ? List.of(everyday) : List.of(full(rate(arguments), quick), everyday);
    }

    /** The compiler has seen all of the code by then. */
    private static AccuracyLoad full(int perSecond, boolean quick) {
        return new AccuracyLoad("accuracy", perSecond, Duration.ofSeconds(20), Duration.ofSeconds(quick ? 10 : 60));
    }

    /** The compiler has seen little of it: nothing but this rate warms it up. */
    private static AccuracyLoad everyday(boolean quick) {
        return new AccuracyLoad(
                "accuracy-everyday",
                EVERYDAY_PER_SECOND,
                Duration.ofSeconds(quick ? 20 : 60),
                Duration.ofSeconds(quick ? 20 : 120));
    }

    private static int rate(String... arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(RATE))
                .mapToInt(argument -> Integer.parseInt(argument.substring(RATE.length())))
                .findFirst()
                .orElse(FULL_PER_SECOND);
    }
}
