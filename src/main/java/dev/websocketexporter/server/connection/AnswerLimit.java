package dev.websocketexporter.server.connection;

import java.time.Duration;

/**
 * What a client may take to accept an answer, from its beginning on.
 *
 * @param least for an answer of any length; positive
 * @param bytesPerSecond one more second for each so many bytes; at least 1
 */
public record AnswerLimit(Duration least, int bytesPerSecond) {
    /**
     * Twice the idle time of a connection, for a bad line on which much is sent again, and 64 kbit/s, which a modem reaches: a
     * client that is slower than both does not want the answer.
     */
    static final AnswerLimit ORDINARY = new AnswerLimit(Duration.ofSeconds(60), 8 * 1024);

    Duration of(long bytes) {
        return least.plusMillis(bytes * 1000 / bytesPerSecond);
    }
}
