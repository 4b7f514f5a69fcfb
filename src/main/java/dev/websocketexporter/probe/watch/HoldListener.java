package dev.websocketexporter.probe.watch;

import dev.websocketexporter.probe.ProbeResult;

/**
 * Follows a connection: {@link #opened} or {@link #failed} first, and {@link #ended} last, after an opening. Called on the
 * event loop of the connection. Ticks are those of {@link dev.websocketexporter.probe.Ticker}.
 */
public interface HoldListener {
    /** For {@link #message}: the message has no sequence number. */
    long NO_SEQUENCE = Long.MIN_VALUE;

    /** For {@link #message}: the message has no time. */
    long NO_LAG = Long.MIN_VALUE;

    /** Text or binary (RFC 6455 §5.6). */
    enum Type {
        TEXT,
        BINARY
    }

    /**
     * The connection has its subscription.
     *
     * @param result what the phases until then have shown: a success
     */
    void opened(ProbeResult result, long tick);

    /** It could not be had: failed, forbidden or given up ({@code Outcome.Cancelled}). Nothing else is called. */
    void failed(ProbeResult result, long tick);

    /**
     * A data message is complete.
     *
     * @param bytes of its payload, after decompression
     * @param counts as {@code counts_if} says
     * @param sequence its number; {@link #NO_SEQUENCE} if it has none, or does not count
     * @param lagNanos from its own time to its arrival, both by the wall clock, so negative if the clocks differ;
     *     {@link #NO_LAG} if it has none, or does not count
     * @param tick at which its last byte came off the socket
     */
    void message(Type type, int bytes, boolean counts, long sequence, long lagNanos, long tick);

    /** A message with the text that {@link Holder.Held#await} waits for came at the tick. */
    void arrived(String text, long tick);

    /** A data message went to the socket: of {@code send}, or of {@link Holder.Held#send}. */
    void sent(Type type, int bytes, long tick);

    /** The pong to the last ping came, or one to an earlier ping that was missed; the row of missed ones is over. */
    void pong(long roundTripNanos, long tick);

    /**
     * A ping of the peer's came, or a pong that answers none of ours (RFC 6455 §5.5.2, §5.5.3): no message, but the peer has
     * spoken.
     */
    default void controlFrame(long tick) {}

    /** No pong came in time. */
    void pongMissed(int inARow, long tick);

    /** The connection is over. */
    void ended(HoldEnd end);
}
