package dev.websocketexporter.probe.watch;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.value.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the connections of one entry of {@code watch} are held. Two that are equal are held alike, so that a reload keeps them.
 *
 * @param name the label {@code watch}
 * @param moduleName as it stands in the configuration
 * @param module how each connection is opened; its conversation is the subscription
 * @param connections to each target, from 1 to {@value #MOST_CONNECTIONS}
 * @param maxLifetime after which a connection is closed politely and opened anew; zero: never
 * @param send the application's own heartbeat; absent: none
 * @param broadcast absent: none
 */
public record WatchSettings(
        String name,
        String moduleName,
        ProbeModule module,
        int connections,
        Pings heartbeat,
        Reconnect reconnect,
        Duration maxLifetime,
        Messages messages,
        @Nullable Send send,
        @Nullable Broadcast broadcast) {
    /** To one target. */
    public static final int MOST_CONNECTIONS = 1_000;

    /** To all targets of all entries. */
    public static final int MOST_IN_ALL = 100_000;

    /**
     * Pings and their pongs (RFC 6455 §5.5.2).
     *
     * @param interval from one ping to the next; zero: no pings
     * @param timeout how long one pong may take
     * @param maxMissed how many pongs in a row may be missed before the connection is given up
     */
    public record Pings(Duration interval, Duration timeout, int maxMissed) {
        /** Whether there are any. */
        public boolean happens() {
            return !interval.isZero();
        }
    }

    /**
     * When a connection that has failed or ended is opened again: the delay doubles from {@code minDelay} to {@code maxDelay},
     * with full jitter.
     */
    public record Reconnect(Duration minDelay, Duration maxDelay) {}

    /**
     * What is expected of the data messages that come.
     *
     * @param staleAfter how long there may be none that counts; zero: for ever
     * @param countsIf which count; absent: all
     * @param sequence where each has its number; absent: nowhere
     * @param timestamp where each has its time; absent: nowhere
     */
    public record Messages(
            Duration staleAfter,
            @Nullable Test countsIf,
            @Nullable Place sequence,
            @Nullable Timestamp timestamp) {
        /** All count, and nothing is read from them. */
        public static final Messages ANY = new Messages(Duration.ZERO, null, null, null);

        /** Whether anything must be read from a message at all. */
        public boolean read() {
            return countsIf != null || sequence != null || timestamp != null;
        }
    }

    /** Which messages count. */
    public sealed interface Test {
        /** Those that have this text (or the number or boolean that is written so) at this JSON pointer (RFC 6901). */
        record Equal(String pointer, String text) implements Test {}

        /** Those in which this is found. */
        record Matching(Pattern regexp) implements Test {}
    }

    /** Where a value is in a message. */
    public sealed interface Place {
        /** At this JSON pointer (RFC 6901). */
        record Json(String pointer) implements Place {}

        /** In the one group of this expression. */
        record Group(Pattern regexp) implements Place {}
    }

    /** Where a message has its time, and how that is written. */
    public record Timestamp(Place place, Unit unit) {
        /** How a time is written. */
        public enum Unit {
            S,
            MS,
            US,
            NS,
            RFC3339
        }
    }

    /** What is sent again and again, as a text message, to keep a connection alive. */
    public record Send(Duration every, String text) {
        /** Without the text, which may have a token in it. */
        @Override
        public String toString() {
            return "Send[every=" + every + ", text=" + Secret.HIDDEN + "]";
        }
    }

    /**
     * A message of the first connection that all others of a target must receive.
     *
     * @param text has {@value #ID} in it
     * @param timeout how long its last arrival may take
     */
    public record Broadcast(Duration every, String text, Duration timeout) {
        /** Stands for something new each time. */
        public static final String ID = "${id}";

        /** Without the text, which may have a token in it. */
        @Override
        public String toString() {
            return "Broadcast[every=" + every + ", text=" + Secret.HIDDEN + ", timeout=" + timeout + "]";
        }
    }
}
