package dev.websocketexporter.bench;

import dev.websocketexporter.bench.Contestant.Part;
import java.time.Duration;
import java.util.List;

/**
 * How much is measured, which bounds how long it takes.
 *
 * @param warmUp of this exporter, for each scheme
 * @param rounds of every load
 * @param closedRound how long each takes
 * @param openRound how long each takes, the answers that are late aside
 * @param startUps how often each is started
 */
record Scale(
        List<Scheme> schemes,
        List<Integer> atOnce,
        List<Integer> perSecond,
        Duration warmUp,
        int rounds,
        Duration closedRound,
        Duration openRound,
        int startUps) {
    /** What is asked for at a constant rate. */
    static final List<Scheme> OPEN_SCHEMES = List.of(Scheme.WS, Scheme.ECDSA);

    /** With every prober of the peer about 15 minutes, starting up included. */
    static final Scale FULL = new Scale(
            List.of(Scheme.values()),
            List.of(1, 16, 64, 256),
            List.of(100, 500, 1_000),
            Duration.ofSeconds(20),
            5,
            Duration.ofMillis(2_500),
            Duration.ofSeconds(3),
            5);

    /** Under two minutes: to see that it works, not to conclude from. */
    static final Scale QUICK = new Scale(
            List.of(Scheme.WS, Scheme.ECDSA),
            List.of(16, 64),
            List.of(100),
            Duration.ofSeconds(12),
            2,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1);

    /**
     * How long all of it takes, starting up aside.
     *
     * @param closed who plays while a number of answers is waited for, ourselves first
     * @param open who plays at a constant rate
     */
    Duration planned(List<Part> closed, List<Part> open) {
        Duration warmingUp = warmUp.plus(Contest.BRIEFLY.multipliedBy(closed.size() - 1L));
        return warmingUp
                .multipliedBy(schemes.size())
                .plus(closedRound.multipliedBy((long) schemes.size() * atOnce.size() * plays(closed)))
                .plus(openRound.multipliedBy((long) OPEN_SCHEMES.size() * perSecond.size() * plays(open)));
    }

    private int plays(List<Part> parts) {
        return parts.stream().mapToInt(part -> part.timesIn(rounds)).sum();
    }
}
