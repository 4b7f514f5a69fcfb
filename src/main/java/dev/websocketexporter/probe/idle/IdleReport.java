package dev.websocketexporter.probe.idle;

import dev.websocketexporter.probe.idle.IdleConnection.End;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a trial of idle connections has found.
 *
 * @param longest the longest silence that was tried
 * @param question how it was found out whether a silent connection still works
 * @param questionDetail in words why the server is not asked with pings; empty: it is
 * @param roundTrip of a ping on a fresh connection; absent: the server answers none
 * @param endsAtPing whether a ping ended a fresh connection: then none is sent to keep one alive
 * @param connections in the order of their lengths
 * @param keepAlive whether pings help; absent: nothing was lost, or that was not tried
 * @param interrupted whether somebody broke it off
 */
public record IdleReport(
        Duration longest,
        Question question,
        String questionDetail,
        @Nullable Duration roundTrip,
        boolean endsAtPing,
        List<IdleConnection> connections,
        IdleVerdict verdict,
        @Nullable KeepAlive keepAlive,
        boolean interrupted) {
    public IdleReport {
        connections = List.copyOf(connections);
    }

    /** How a connection is asked whether it still works. */
    public enum Question {
        /** A pong must come. */
        PING,
        /** The server answers no pings: its Close must come. */
        CLOSE,
        /** The server answers neither: only an end that somebody tells is seen. */
        NONE;

        /** Its name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A connection with pings, for longer than one without them lives.
     *
     * @param interval from one ping to the next
     * @param outcome what became of it
     * @param age how long it lived, or was looked at
     * @param end how it was lost; absent: it was not
     * @param detail in words why it was lost, or could not be had; empty: nothing to say
     */
    public record KeepAlive(
            Duration interval,
            Outcome outcome,
            Duration age,
            @Nullable End end,
            String detail) {
        /** What became of it. */
        public enum Outcome {
            KEPT,
            LOST,
            /** It could not be opened, or was broken off. */
            UNKNOWN;

            /** Its name in JSON. */
            public String label() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
