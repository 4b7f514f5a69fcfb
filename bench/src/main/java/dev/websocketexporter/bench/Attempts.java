package dev.websocketexporter.bench;

import java.util.Arrays;
import java.util.List;

/**
 * When a server was asked for connections.
 *
 * @param millis since it was started, growing
 */
record Attempts(List<Long> millis) {
    private static final long SECOND = 1_000;

    Attempts {
        millis = List.copyOf(millis);
    }

    /** @param line {@code attempts=} and numbers with commas between them */
    static Attempts parse(String line) {
        String numbers = line.strip().replace("attempts=", "");
        return new Attempts(
                numbers.isEmpty()
                        ? List.of()
                        : Arrays.stream(numbers.split(",")).map(Long::valueOf).toList());
    }

    int count() {
        return millis.size();
    }

    /** The most within any second, wherever it begins. */
    int inTheBusiestSecond() {
        int most = 0;
        int first = 0;
        for (int last = 0; last < millis.size(); last++) {
            while (millis.get(last) - millis.get(first) >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** In s, from the first to the last; 0: there are fewer than two. */
    double spanSeconds() {
        return millis.isEmpty() ? 0 : (millis.get(millis.size() - 1) - millis.get(0)) / (double) SECOND;
    }
}
