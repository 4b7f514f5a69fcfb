package dev.websocketexporter.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much of a watch is measured, which bounds how long it takes.
 *
 * @param crowds of idle connections
 * @param ping from one ping of a connection to the next
 * @param settling after a start, until memory is measured
 * @param windows of one such interval, in which the processor time of pings is measured
 * @param feedRounds of each contestant and burst
 * @param feedRound how long each takes
 * @param warmUp of code, before a feed is measured
 * @param beside what is held while probes are measured; a message a second comes on each
 * @param besideRound how long probes are measured
 * @param dropped how many connections are dropped at once
 * @param refusal how servers that refuse are asked again
 * @param soak how long faults are played
 */
record WatchScale(
        List<Crowd> crowds,
        Duration ping,
        Duration settling,
        int windows,
        int feedRounds,
        Duration feedRound,
        Duration warmUp,
        Crowd beside,
        Duration besideRound,
        int dropped,
        Refusal refusal,
        SoakLength soak) {
    /** All of them are over the same protocol. */
    record Crowd(Scheme scheme, int connections) {}

    /**
     * How servers that refuse are asked again.
     *
     * @param connections so many that the limit of openings a second does not hide the backoff
     * @param minDelay in s
     * @param maxDelay in s
     * @param growing in s, until the delays have grown to the longest
     * @param measured in s, a multiple of maxDelay
     */
    record Refusal(int connections, int minDelay, int maxDelay, int growing, int measured) {}

    /**
     * A soak with faults.
     *
     * @param connections that are held
     * @param whole in s
     * @param flatFrom in s, from when on nothing may grow
     * @param heapEvery how often the heap is measured
     * @param heap that may be more at the end, as a part
     * @param descriptors likewise, as a number
     * @param threads likewise
     */
    record SoakLength(
            int connections,
            int whole,
            int flatFrom,
            Duration heapEvery,
            double heap,
            double descriptors,
            double threads) {
        List<Flatness> rules() {
            return List.of(
                    Flatness.byPart("heap after a collection (MiB)", flatFrom, heap),
                    Flatness.byNumber("descriptors", flatFrom, descriptors),
                    Flatness.byNumber("threads", flatFrom, threads));
        }
    }

    /** Half an hour, the soak of an hour aside. */
    static final WatchScale FULL = new WatchScale(
            List.of(new Crowd(Scheme.WS, 10_000), new Crowd(Scheme.ECDSA, 2_000)),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            5,
            5,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            new Crowd(Scheme.WS, 5_000),
            Duration.ofSeconds(60),
            1_000,
            new Refusal(1_000, 1, 60, 180, 180),
            new SoakLength(1_000, 3_600, 600, Duration.ofSeconds(10), 0.05, 20, 3));

    /** Less than a minute: to see that it works, not to conclude from. */
    static final WatchScale QUICK = new WatchScale(
            List.of(new Crowd(Scheme.WS, 50), new Crowd(Scheme.ECDSA, 50)),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            2,
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new Crowd(Scheme.WS, 100),
            Duration.ofSeconds(2),
            50,
            new Refusal(50, 1, 2, 4, 4),
            new SoakLength(100, 60, 20, Duration.ofSeconds(4), 0.25, 30, 6));
}
