package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.HistogramFigures;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The upper bounds of a histogram's buckets. Where the guide for monitoring WebSockets that these metrics are named after has
 * some, they are its own, so that its dashboard and alerts work as they are.
 */
enum Buckets {
    /** In seconds; the guide's. */
    CONNECTION_DURATION(1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600),
    /** The guide's. */
    MESSAGE_BYTES(64, 256, 1024, 4096, 16384, 65536, 262144),
    /** In seconds; the guide's. */
    PING_LATENCY(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1),
    /** In seconds; the guide's. */
    BROADCAST_DURATION(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
    /** The guide's. */
    BROADCAST_RECIPIENTS(1, 10, 50, 100, 500, 1000, 5000, 10000),
    /** In seconds: from the shortest backoff to what everybody has noticed. */
    OUTAGE(0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600),
    /** In seconds: from a busy market to a quiet one. */
    MESSAGE_INTERVAL(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
    /** In seconds. A negative lag, of clocks that differ, counts as 0. */
    MESSAGE_LAG(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    @SuppressWarnings("ImmutableEnumChecker") // never written again, which the type cannot say
    private final double[] bounds;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type cannot say
    private final List<Double> list;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type cannot say
    private final HistogramFigures empty;

    Buckets(double... bounds) {
        this.bounds = bounds;
        this.list = Arrays.stream(bounds).boxed().toList();
        this.empty = new HistogramFigures(list, Collections.nCopies(bounds.length + 1, 0L), 0);
    }

    /** Of no value at all: the same for each of the many histograms of targets that show nothing. */
    HistogramFigures empty() {
        return empty;
    }

    /** Growing, without infinity. */
    List<Double> bounds() {
        return list;
    }

    /** How many there are, with the one beyond the last bound. */
    int size() {
        return bounds.length + 1;
    }

    /** The bucket of the value: the first whose bound is not less; from 0. */
    int indexOf(double value) {
        int index = 0;
        while (index < bounds.length && value > bounds[index]) {
            index++;
        }
        return index;
    }
}
