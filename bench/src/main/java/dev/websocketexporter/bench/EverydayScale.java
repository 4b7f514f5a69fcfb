package dev.websocketexporter.bench;

import java.time.Duration;

/** How long the scenes of every day take. */
enum EverydayScale {
    FULL(1),
    /** Some five minutes: to see that it works, not to conclude from. */
    QUICK(0.18),
    /** One minute, for who changes the program. */
    SMOKE(0.04);

    /** Of the first ten minutes. */
    static final int FIRST_PIECES = 40;

    /** After the full load. */
    static final int HOT_PIECES = 4;

    static final int IDLE_PIECES = 3;
    static final int ROUNDS = 5;

    private final double factor;

    EverydayScale(double factor) {
        this.factor = factor;
    }

    /** Processor time is read that often, which counts it in ticks of 10 ms. */
    Duration piece() {
        return scaled(15);
    }

    /** Of each exporter, before it is hot. */
    Duration fullLoad() {
        return scaled(40);
    }

    /** Between the full load and what is measured. */
    Duration settling() {
        return scaled(20);
    }

    Duration idlePiece() {
        return scaled(5);
    }

    /** The first part of the time in a small container. */
    Duration firstMinute() {
        return scaled(60);
    }

    Duration inContainer() {
        return scaled(600);
    }

    /** Of each exporter on one core. */
    Duration pinnedWarmUp() {
        return scaled(60);
    }

    Duration pinnedRound() {
        return scaled(6);
    }

    private Duration scaled(long seconds) {
        return Duration.ofMillis(Math.round(Duration.ofSeconds(seconds).toMillis() * factor));
    }

    /** All of it, except for what starts and is built. */
    Duration planned() {
        return piece().multipliedBy(FIRST_PIECES + HOT_PIECES)
                .plus(fullLoad().multipliedBy(2))
                .plus(settling())
                .plus(idlePiece().multipliedBy(IDLE_PIECES))
                .plus(inContainer())
                .plus(pinnedWarmUp().multipliedBy(2))
                .plus(pinnedRound().multipliedBy(2L * SteadyLoad.SCHEMES.size() * ROUNDS));
    }

    /** As the page says it. */
    String title() {
        return this == FULL ? "A full run" : "A short run, whose times are " + factor + " of a full run's";
    }
}
