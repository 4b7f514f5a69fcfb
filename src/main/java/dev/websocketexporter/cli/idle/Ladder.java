package dev.websocketexporter.cli.idle;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * For how long the connections of a trial are silent: from a short time to the longest, each longer than the one before by the
 * same ratio. A limit between two of them is known by their middle, within the root of the ratio.
 */
public final class Ladder {
    /** Side by side. */
    public static final int MOST = 20;

    /** The root of it is 1.17: a limit between two lengths is known within 17 %. */
    private static final double RATIO = 1.36;

    private static final Duration FIRST = Duration.ofSeconds(1);

    /** The least part of the longest with which {@link #MOST} lengths still have a ratio whose root is below 1.2. */
    private static final int WIDEST = 1_000;

    /** Of a short trial, the first is shorter too. */
    private static final int NARROWEST = 20;

    private Ladder() {}

    /**
     * The lengths, the shortest first.
     *
     * @param longest the last of them; positive
     */
    public static List<Duration> upTo(Duration longest) {
        Duration least = longest.dividedBy(WIDEST);
        Duration most = longest.dividedBy(NARROWEST);
        Duration usual = FIRST.compareTo(most) > 0 ? most : FIRST;
        Duration first = usual.compareTo(least) < 0 ? least : usual;
        double whole = (double) longest.toNanos() / first.toNanos();
        int steps = Math.min(MOST - 1, (int) Math.ceil(Math.log(whole) / Math.log(RATIO)));
        return IntStream.rangeClosed(0, steps)
                .mapToObj(step -> step == steps ? longest : after(first, Math.pow(whole, (double) step / steps)))
                .toList();
    }

    private static Duration after(Duration first, double factor) {
        return Duration.ofMillis(Math.round(first.toNanos() * factor / 1e6));
    }
}
