package dev.websocketexporter.bench;

import java.util.Map;
import java.util.stream.IntStream;

/**
 * One that is compared.
 *
 * @param name as tables show it
 * @param subject the running exporter
 * @param paths what is asked of it, for each scheme
 * @param part how often it plays
 */
record Contestant(String name, Subject subject, Map<Scheme, String> paths, Part part) {
    /** In which rounds one plays; the first has number 0. */
    enum Part {
        /** Ratios are of those two. */
        EVERY_ROUND,
        /** For those that are only shown, so that a run ends in time. */
        EVERY_OTHER_ROUND;

        boolean plays(int round) {
            return this == EVERY_ROUND || round % 2 == 0;
        }

        /** How often it plays in that many rounds. */
        int timesIn(int rounds) {
            return (int) IntStream.range(0, rounds).filter(this::plays).count();
        }
    }

    Contestant {
        paths = Map.copyOf(paths);
    }
}
