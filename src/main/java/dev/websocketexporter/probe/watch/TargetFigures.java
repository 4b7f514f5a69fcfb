package dev.websocketexporter.probe.watch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the connections to one target, at one moment. Counters grow from the start of the watch.
 *
 * @param active how many have their subscription now
 * @param opened how many openings have succeeded
 * @param failed how many openings have failed
 * @param durations of connections that have ended, in seconds
 * @param sent messages of ours
 * @param received messages of the peer
 * @param pings round trips, in seconds
 * @param pongsMissed how many pongs were missed
 * @param errors failed openings and drops, by reason ({@code forbidden}: policy)
 * @param disconnects ended connections, by cause and close code
 * @param outages from a drop to the next connection that has its subscription, in seconds
 * @param feed what the messages that count have shown
 * @param broadcasts absent: there are none
 * @param connections each of them, by its number
 */
public record TargetFigures(
        WatchedTarget watched,
        int active,
        long opened,
        long failed,
        HistogramFigures durations,
        Traffic sent,
        Traffic received,
        HistogramFigures pings,
        long pongsMissed,
        Map<String, Long> errors,
        Map<Disconnect, Long> disconnects,
        HistogramFigures outages,
        Feed feed,
        @Nullable Broadcasts broadcasts,
        List<Connection> connections) {
    /** The code of all disconnects beyond as many different ones as are told apart. */
    public static final String OTHER_CODES = "other";

    public TargetFigures {
        errors = Map.copyOf(errors);
        disconnects = Map.copyOf(disconnects);
        connections = List.copyOf(connections);
    }

    /**
     * Messages of one direction.
     *
     * @param sizes of all of them, in bytes; its sum is the bytes, its count the messages
     */
    public record Traffic(long text, long binary, HistogramFigures sizes) {
        /** How many of that type. */
        public long of(HoldListener.Type type) {
            return type == HoldListener.Type.TEXT ? text : binary;
        }
    }

    /**
     * A way to end.
     *
     * @param code empty: the peer sent none
     */
    public record Disconnect(String cause, String code) {}

    /**
     * What the messages that count have shown.
     *
     * @param last when the last one came; absent: none came
     * @param stale whether an open connection has had none for too long; absent: that is no matter
     * @param intervals between two, in seconds
     * @param gaps how often numbers were missing; absent: there are no numbers
     * @param lags in seconds; absent: they have no time
     */
    public record Feed(
            @Nullable Instant last,
            @Nullable Boolean stale,
            HistogramFigures intervals,
            @Nullable Sequence gaps,
            @Nullable HistogramFigures lags) {}

    /**
     * Gaps in numbers that should grow by one.
     *
     * @param gaps how often some were missing
     * @param missing how many were
     * @param reordered how often a number repeated or went back
     * @param last the last one; absent: none came
     */
    public record Sequence(
            long gaps,
            long missing,
            long reordered,
            @Nullable Long last) {}

    /**
     * How broadcasts have ended.
     *
     * @param durations until the last arrival, in seconds
     * @param recipients how many it reached in time
     */
    public record Broadcasts(
            long success, long partial, long failed, HistogramFigures durations, HistogramFigures recipients) {}

    /** Where a connection is. */
    public enum State {
        /** Waits for its time to be opened, the first time or again. */
        WAITING,
        OPENING,
        OPEN,
        CLOSING
    }

    /**
     * One connection.
     *
     * @param number from 0
     * @param health 1: healthy; 0.5: some pongs missed in a row; 0: down
     * @param since when it got into its state
     * @param unwrittenBytes written and not yet taken by the kernel
     * @param lastEnd how it last ended or could not be opened; absent: never
     */
    public record Connection(
            int number,
            State state,
            double health,
            Instant since,
            long unwrittenBytes,
            @Nullable LastEnd lastEnd) {}

    /**
     * An end, or a failed opening.
     *
     * @param cause a reason, or what of ours
     * @param detail in words
     */
    public record LastEnd(Instant time, String cause, String code, String detail) {}
}
