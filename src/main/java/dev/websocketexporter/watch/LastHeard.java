package dev.websocketexporter.watch;

import dev.websocketexporter.watch.SequenceCounter.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * The last message that counts of several connections.
 *
 * @param tick when it came; absent: none came
 * @param number the last one of the connection that has numbers and was heard last; absent: none came
 * @param numberTick when that connection was heard; means nothing without a number
 */
record LastHeard(@Nullable Long tick, @Nullable Long number, long numberTick) {
    static final LastHeard NOTHING = new LastHeard(null, null, 0);

    /** With what this connection has heard. */
    LastHeard and(HeardMessages connection) {
        if (!connection.isAny()) {
            return this;
        }
        long heard = connection.lastAt();
        Long later = tick == null || heard - tick > 0 ? heard : tick;
        Numbers numbers = connection.numbers();
        if (numbers == null || (number != null && heard - numberTick < 0)) {
            return new LastHeard(later, number, numberTick);
        }
        return new LastHeard(later, numbers.last(), heard);
    }
}
