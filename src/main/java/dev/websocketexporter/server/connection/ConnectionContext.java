package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.util.concurrent.Executor;

/**
 * What all connections of clients share.
 *
 * @param executor runs readers
 * @param workers handles requests: a part of the executor's threads
 * @param ticker measures how long a head takes
 * @param pace of the selector's thread
 * @param memory for what clients do not send to its end or do not read
 * @param reading where readers run that never block
 * @param answerLimit how long clients may take to accept an answer
 */
public record ConnectionContext(
        Executor executor,
        WorkLane workers,
        Ticker ticker,
        SelectorPace pace,
        ClientMemory memory,
        Reading reading,
        AnswerLimit answerLimit) {
    /**
     * Of connections that the selector's thread reads.
     *
     * @param width how many requests are handled on the executor at once; at least 1
     */
    public static ConnectionContext of(Executor executor, int width, Ticker ticker) {
        return new ConnectionContext(
                executor,
                new WorkLane(executor, width, ticker),
                ticker,
                new SelectorPace(ticker),
                ClientMemory.ofThisMachine(executor),
                Reading.BY_THE_SELECTOR,
                AnswerLimit.ORDINARY);
    }

    /** The same with another place for reading. */
    public ConnectionContext reading(Reading where) {
        return new ConnectionContext(executor, workers, ticker, pace, memory, where, answerLimit);
    }
}
