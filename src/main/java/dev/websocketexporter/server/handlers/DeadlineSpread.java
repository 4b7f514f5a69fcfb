package dev.websocketexporter.server.handlers;

import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spreads the ends of budgets. Probes that are requested at the same moment, of targets that say nothing, all end at the
 * same moment, and answering them takes processor time: the last of a thousand would leave more than a second after its
 * client has given up. So only as many may end in one span as can be answered in it; others end a little earlier. Scrapes
 * that are spread over their interval never notice. Safe for use by several threads.
 */
final class DeadlineSpread {
    private static final long SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Half of what one processor answers when nothing else uses it: 500 a second. */
    private static final int PLACES_PER_PROCESSOR = 25;

    /** A target has three quarters of the time that its module gives it, whatever else ends then. */
    private static final int LARGEST_SHARE = 4;

    private final Ticker ticker;
    private final int places;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Integer> ending = new HashMap<>();

    /** @param processors how many the exporter has; positive */
    DeadlineSpread(Ticker ticker, int processors) {
        this.ticker = ticker;
        this.places = Math.multiplyExact(PLACES_PER_PROCESSOR, processors);
    }

    /**
     * A place for the end of a probe that begins now.
     *
     * @param budget positive
     */
    Place take(Duration budget) {
        long now = ticker.read();
        long nanos = budget.toNanos();
        long latest = Math.floorDiv(now + nanos, SPAN_NANOS);
        long earliest = Math.floorDiv(now + nanos - nanos / LARGEST_SHARE, SPAN_NANOS);
        lock.lock();
        try {
            long span = latest;
            while (span > earliest && ending.getOrDefault(span, 0) >= places) {
                span--;
            }
            if (ending.getOrDefault(span, 0) >= places) {
                // Nothing would be gained: it has its time, and may be answered late.
                span = latest;
            }
            ending.merge(span, 1, Integer::sum);
            return new Place(span, budget.minusNanos((latest - span) * SPAN_NANOS));
        } finally {
            lock.unlock();
        }
    }

    /** The probe has ended. */
    void release(Place place) {
        lock.lock();
        try {
            ending.computeIfPresent(place.span, (span, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Where the budget of a probe ends.
     *
     * @param budget what it has; positive, and no longer than what was asked for
     */
    record Place(long span, Duration budget) {}
}
