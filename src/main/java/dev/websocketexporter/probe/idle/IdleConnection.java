package dev.websocketexporter.probe.idle;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection on which the client said nothing for a time, and then asked whether it still works.
 *
 * @param length how long it is silent before it asks
 * @param state what has become of it
 * @param openedAfter since the first of its round began; zero while it is not open
 * @param age since it was open: until now, or until it asked or ended
 * @param silence the longest time of its age in which the server did not speak either; not longer than the age
 * @param heard what the server said by itself
 * @param end how it ended, if somebody else or nobody did; absent: not so, or not yet
 * @param detail in words why it ended, or could not be opened; secrets and queries hidden; empty: there is nothing to say
 */
public record IdleConnection(
        Duration length,
        State state,
        Duration openedAfter,
        Duration age,
        Duration silence,
        Heard heard,
        @Nullable End end,
        String detail) {
    /** Less of its age than this, and a connection was not idle for its age. */
    private static final double MOST_OF_IT = 0.6;

    /** What can become of a connection. */
    public enum State {
        /** It is not open yet. */
        PLANNED,
        /** It could not be opened; the detail says why. */
        NOT_OPENED,
        /** Nobody has spoken, or only the server has. */
        SILENT,
        /** It has asked, and waits for the answer. */
        ASKED,
        /** It was asked after its length, and worked; or nobody had ended it, if the server answers no question. */
        ANSWERED,
        /** It was ended while nobody spoke, or only the server did. */
        ENDED,
        /** It was asked after its length, and no answer came, but its end or nothing. */
        LOST,
        /** It was closed before its length was over, or this machine could not keep it: it says nothing. */
        GIVEN_UP;

        /** Its name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How it ended.
     *
     * @param code of the server's Close (1005: it had none); absent: there was no Close
     */
    public record End(Ender by, @Nullable Integer code) {}

    /**
     * What the server said by itself.
     *
     * @param pings how many pings, or pongs that nobody asked for
     * @param messages how many data messages
     * @param last how long it was silent since; zero: until the end, or it said nothing
     */
    public record Heard(int pings, int messages, Duration last) {
        public static final Heard NOTHING = new Heard(0, 0, Duration.ZERO);

        /** How often it spoke. */
        public int times() {
            return pings + messages;
        }
    }

    /** Whether something is still to come. */
    public boolean isWaiting() {
        return state == State.PLANNED || state == State.SILENT || state == State.ASKED;
    }

    /** Whether the server spoke so often that the age was no idle time. */
    public boolean isBusy() {
        return heard.times() > 0 && silence.toNanos() < MOST_OF_IT * age.toNanos();
    }
}
