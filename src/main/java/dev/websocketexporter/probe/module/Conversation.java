package dev.websocketexporter.probe.module;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens on the connection between the opening and the closing handshake.
 *
 * @param compression whether permessage-deflate is offered (RFC 7692)
 * @param maxMessageBytes the largest message that is accepted, in bytes after decompression; positive
 * @param steps what is said and expected, in order
 * @param heartbeat the pings after the steps
 * @param settle how long the connection must stay open after the upgrade, and again after all the rest, before its end
 *     is no failure; zero: not at all
 * @param hold how long the connection is kept open and idle after the heartbeat, before a ping must be answered within
 *     the heartbeat's timeout; zero: not at all
 */
public record Conversation(
        Compression compression,
        int maxMessageBytes,
        List<Step> steps,
        Heartbeat heartbeat,
        Duration settle,
        Duration hold) {
    /** Whether messages may be compressed. */
    public enum Compression {
        OFF,
        /** Offered; the server may decline. */
        OFFERED,
        /** Offered, and a server that declines fails the probe. */
        REQUIRED
    }

    /** 1 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

    public static final Conversation NONE = new Conversation(
            Compression.OFF, DEFAULT_MAX_MESSAGE_BYTES, List.of(), Heartbeat.NONE, Duration.ZERO, Duration.ZERO);

    public Conversation {
        steps = List.copyOf(steps);
        if (maxMessageBytes <= 0) {
            throw new IllegalArgumentException("maxMessageBytes: " + maxMessageBytes + " (expected: > 0)");
        }
    }

    /** Whether there is anything between upgrade and close; if not, the upgrade alone decides about the probe. */
    public boolean happens() {
        return !settle.isZero() || asks();
    }

    /** Whether the server is asked for anything, beyond a connection that stays open. */
    private boolean asks() {
        return !steps.isEmpty() || heartbeat.pings() > 0 || !hold.isZero();
    }

    /** Whether the connection must settle once more, after all the rest; without a rest once is enough. */
    public boolean settlesAgain() {
        return !settle.isZero() && asks();
    }

    public Conversation with(Compression other) {
        return new Conversation(other, maxMessageBytes, steps, heartbeat, settle, hold);
    }

    public Conversation with(Heartbeat other) {
        return new Conversation(compression, maxMessageBytes, steps, other, settle, hold);
    }

    public Conversation withSteps(List<Step> other) {
        return new Conversation(compression, maxMessageBytes, other, heartbeat, settle, hold);
    }

    public Conversation withMaxMessageBytes(int other) {
        return new Conversation(compression, other, steps, heartbeat, settle, hold);
    }

    public Conversation withSettle(Duration other) {
        return new Conversation(compression, maxMessageBytes, steps, heartbeat, other, hold);
    }

    public Conversation withHold(Duration other) {
        return new Conversation(compression, maxMessageBytes, steps, heartbeat, settle, other);
    }

    /**
     * One line of a conversation's script: first what is expected, then what is said.
     *
     * @param name names the step in metrics and logs; absent: its number does
     * @param expectation what a message must be; absent: none is waited for
     * @param skip how many messages that are otherwise may come first; {@link #ANY_NUMBER}: as many as like
     * @param payload what is sent; absent: nothing
     * @param timeout the most that the step may take; absent: what is left of the probe
     * @param labels what of the match becomes labels of {@code probe_expect_info}, in order
     */
    public record Step(
            @Nullable String name,
            @Nullable Expectation expectation,
            int skip,
            @Nullable Payload payload,
            @Nullable Duration timeout,
            List<StepLabel> labels) {
        /** The value of {@link #skip} for any number of messages. */
        public static final int ANY_NUMBER = -1;

        public Step {
            labels = List.copyOf(labels);
        }

        public Step with(Payload other) {
            return new Step(name, expectation, skip, other, timeout, labels);
        }

        /** The value of the label {@code step}: the name, or else the number. */
        public String label(int numberFromOne) {
            return name == null ? String.valueOf(numberFromOne) : name;
        }
    }

    /**
     * A label of {@code probe_expect_info}.
     *
     * @param name a valid label name
     * @param value made from the step's match
     */
    public record StepLabel(String name, Template value) {}

    /**
     * Pings that ask whether somebody is still there (RFC 6455 §5.5.2).
     *
     * @param pings how many; zero: none
     * @param interval from the sending of one to the sending of the next, which waits for the outcome of the one before
     * @param timeout how long one pong may take
     * @param maxMissed how many pongs may be missing; one more fails the probe
     * @param accept what answers a ping, also the ping after a hold
     */
    public record Heartbeat(int pings, Duration interval, Duration timeout, int maxMissed, Accept accept) {
        public static final Heartbeat NONE = new Heartbeat(0, Duration.ofSeconds(1), Duration.ofSeconds(2), 0);

        /** A heartbeat whose pongs have the payloads of their pings. */
        public Heartbeat(int pings, Duration interval, Duration timeout, int maxMissed) {
            this(pings, interval, timeout, maxMissed, Accept.MATCHING);
        }

        public Heartbeat with(Accept other) {
            return new Heartbeat(pings, interval, timeout, maxMissed, other);
        }

        /** What answers a ping. */
        public enum Accept {
            /** A pong with its payload, as RFC 6455 §5.5.3 demands. */
            MATCHING("matching"),
            /** Any pong that comes while one is awaited. */
            ANY_PONG("any_pong"),
            /** Nothing need answer: only the end of the connection fails. */
            NONE("none");

            private final String label;

            Accept(String label) {
                this.label = label;
            }

            /** Its name in the configuration. */
            public String label() {
                return label;
            }
        }
    }

    /** What a step expects of a data message. */
    public sealed interface Expectation {
        /** The regular expression is found anywhere in the payload, be the message text or binary. */
        record Matching(Pattern regexp) implements Expectation {}

        /**
         * The message is a JSON text in which every pointer (RFC 6901) leads to what is expected.
         *
         * @param members what is expected where, in order; never empty
         */
        record Json(Map<String, JsonValue> members) implements Expectation {
            public Json {
                members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
            }
        }

        /** The payload is exactly these bytes, be the message text or binary. */
        record Exactly(Bytes bytes) implements Expectation {}
    }

    /** What a step sends. */
    public sealed interface Payload {
        /**
         * A text message.
         *
         * @param param what {@code ${param}} stands for, which the probe brought along; absent: it stands for what was
         *     captured under this name
         */
        record Text(Template template, @Nullable Secret param) implements Payload {
            /** The name that refers to it. */
            public static final String PARAM = "param";

            /** A message that is the same for each target. */
            public Text(Template template) {
                this(template, null);
            }

            /** Whether it refers to a value that a probe may bring along, or to what was captured under this name. */
            public boolean refersToParam() {
                return template.references().contains(PARAM);
            }
        }

        /** A binary message. */
        record Binary(Bytes bytes) implements Payload {}

        /**
         * A text message with the content of a file, as it is, read anew for each probe; a secret. When the content is not
         * UTF-8, the message is binary.
         */
        record InFile(Path path) implements Payload {}
    }

    /** What is expected of one value in a JSON text. */
    public sealed interface JsonValue {
        /**
         * The value is equal to this one.
         *
         * @param value a {@link String}, {@link Boolean}, {@link java.math.BigDecimal}, {@link List} or {@link Map} of them;
         *     null is JSON's; numbers are equal when their values are
         */
        record EqualTo(@Nullable Object value) implements JsonValue {}

        /** The regular expression is found in the text of the value, be it a string, a number or a boolean. */
        record Matching(Pattern regexp) implements JsonValue {}
    }
}
