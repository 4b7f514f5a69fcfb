package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Broadcasts;
import dev.websocketexporter.probe.watch.TargetFigures.Disconnect;
import dev.websocketexporter.probe.watch.TargetFigures.Feed;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.watch.WallTime.Reading;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a target's connections have shown since it is watched. It outlives its connections, and a change of their settings, since
 * counters must not go back. Event loops count messages and pings; openings and ends are counted on the loop of the watch only.
 * Safe to read from any thread.
 */
final class TargetCounters {
    /** More different close codes than this are not told apart, since the peer chooses them. */
    private static final int MOST_CODES = 16;

    final Histogram pings = new Histogram(Buckets.PING_LATENCY);
    final LongAdder pongsMissed = new LongAdder();
    final TrafficCounter sent = new TrafficCounter();
    final TrafficCounter received = new TrafficCounter();
    final Histogram intervals = new Histogram(Buckets.MESSAGE_INTERVAL);
    final Histogram lags = new Histogram(Buckets.MESSAGE_LAG);
    final SequenceCounter sequence = new SequenceCounter();

    final LongAdder opened = new LongAdder();
    final LongAdder failed = new LongAdder();
    final Tally<String> errors = new Tally<>();
    final Tally<Disconnect> disconnects = new Tally<>();
    final Histogram durations = new Histogram(Buckets.CONNECTION_DURATION);
    final Histogram outages = new Histogram(Buckets.OUTAGE);
    private final Set<String> codes = new HashSet<>(0);

    /** Of connections that have ended. */
    private volatile LastHeard lastHeard = LastHeard.NOTHING;

    final LongAdder broadcastsToAll = new LongAdder();
    final LongAdder broadcastsToSome = new LongAdder();
    final LongAdder broadcastsToNone = new LongAdder();
    final Histogram broadcastDurations = new Histogram(Buckets.BROADCAST_DURATION);
    final Histogram broadcastRecipients = new Histogram(Buckets.BROADCAST_RECIPIENTS);

    /** An opening has failed for this reason; one that the exporter itself gave up does not count. */
    void failedBecause(String reason) {
        failed.increment();
        errors.add(reason);
    }

    /**
     * A connection that was open is over.
     *
     * @param openedAt when it had its subscription
     */
    void ended(HoldEnd end, long openedAt, HeardMessages heard) {
        LastEnd last = LastEnd.of(end);
        durations.addNanos(last.tick() - openedAt);
        disconnects.add(new Disconnect(last.cause(), boundedCode(last.code())));
        if (end.cause().isDrop()) {
            errors.add(last.cause());
        }
        lastHeard = lastHeard.and(heard);
    }

    private String boundedCode(String code) {
        boolean known = code.isEmpty() || codes.contains(code);
        if (!known && codes.size() == MOST_CODES) {
            return TargetFigures.OTHER_CODES;
        }
        if (!known) {
            codes.add(code);
        }
        return code;
    }

    /** The last message that counts of all connections that have ended. */
    LastHeard lastHeard() {
        return lastHeard;
    }

    /**
     * What the messages have shown.
     *
     * @param last of all connections, also of those that are open
     * @param stale as in {@link Feed}
     */
    Feed feed(Messages messages, LastHeard last, @Nullable Boolean stale, Reading wall) {
        Long tick = last.tick();
        return new Feed(
                tick == null ? null : wall.at(tick),
                stale,
                intervals.figures(),
                messages.sequence() == null ? null : sequence.figures(last.number()),
                messages.timestamp() == null ? null : lags.figures());
    }

    Broadcasts broadcasts() {
        return new Broadcasts(
                broadcastsToAll.sum(),
                broadcastsToSome.sum(),
                broadcastsToNone.sum(),
                broadcastDurations.figures(),
                broadcastRecipients.figures());
    }
}
