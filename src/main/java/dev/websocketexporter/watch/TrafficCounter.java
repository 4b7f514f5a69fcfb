package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.TargetFigures.Traffic;
import java.util.concurrent.atomic.LongAdder;

/** Counts the messages of one direction. Safe for use by several threads. */
final class TrafficCounter {
    private final LongAdder text = new LongAdder();
    private final LongAdder binary = new LongAdder();
    private final Histogram sizes = new Histogram(Buckets.MESSAGE_BYTES);

    void add(HoldListener.Type type, int bytes) {
        (type == HoldListener.Type.TEXT ? text : binary).increment();
        sizes.add(bytes);
    }

    Traffic figures() {
        return new Traffic(text.sum(), binary.sum(), sizes.figures());
    }
}
