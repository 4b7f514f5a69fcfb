package dev.websocketexporter.script;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Place;
import dev.websocketexporter.probe.watch.WatchSettings.Test;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp.Unit;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a feed's messages whether they count, and their numbers and times: all that is JSON in one way through the text.
 * What cannot be read is absent. Immutable.
 */
public final class MessageReader {
    /** The time of a message that has none. */
    public static final long NO_TIME = TimeText.NONE;

    /** A regular expression may take milliseconds for more. */
    private static final int QUICK_MATCHING_BYTES = 16 * 1024;

    /** Far less than a millisecond. */
    private static final int QUICK_SCANNING_BYTES = 64 * 1024;

    /** The numbers of the places. */
    private static final int TEST = 0;

    private static final int SEQUENCE = 1;
    private static final int TIME = 2;

    private final @Nullable String wanted;
    private final @Nullable Pattern matches;
    private final @Nullable Place sequence;
    private final @Nullable Place time;
    private final Unit unit;
    private final @Nullable JsonPlaces places;
    private final int quickBytes;

    /**
     * What a message says of itself.
     *
     * @param sequence {@link HoldListener#NO_SEQUENCE}: it has none, or does not count
     * @param epochNanos its time, in ns since 1970; {@link #NO_TIME}: it has none, or does not count
     */
    public record Reading(boolean counts, long sequence, long epochNanos) {
        private static final Reading DOES_NOT_COUNT = new Reading(false, HoldListener.NO_SEQUENCE, NO_TIME);

        /** Of a message from which nothing is read. */
        public static final Reading COUNTS = new Reading(true, HoldListener.NO_SEQUENCE, NO_TIME);
    }

    private MessageReader(Messages expected) {
        Test test = expected.countsIf();
        this.wanted = test instanceof Test.Equal equal ? equal.text() : null;
        this.matches = test instanceof Test.Matching matching ? matching.regexp() : null;
        this.sequence = expected.sequence();
        this.time = expected.timestamp() == null ? null : expected.timestamp().place();
        this.unit = expected.timestamp() == null ? Unit.S : expected.timestamp().unit();
        JsonPlaces found = JsonPlaces.none();
        if (test instanceof Test.Equal equal) {
            found.add(equal.pointer(), TEST);
        }
        add(found, sequence, SEQUENCE);
        add(found, time, TIME);
        this.places = found.inside() == 0 ? null : found;
        boolean matching = matches != null || sequence instanceof Place.Group || time instanceof Place.Group;
        this.quickBytes = matching ? QUICK_MATCHING_BYTES : QUICK_SCANNING_BYTES;
    }

    private static void add(JsonPlaces places, @Nullable Place place, int number) {
        if (place instanceof Place.Json json) {
            places.add(json.pointer(), number);
        }
    }

    /** One for messages of which this is expected. */
    public static MessageReader of(Messages expected) {
        return new MessageReader(expected);
    }

    /** Whether a message of that many bytes takes so long to read that it holds up an event loop. */
    public boolean isSlow(int bytes) {
        return bytes > quickBytes;
    }

    /** Takes time in proportion to the message. */
    public Reading read(Message message) {
        String text = needsText() ? text(message) : "";
        if (matches != null && !matches.matcher(text).find()) {
            return Reading.DOES_NOT_COUNT;
        }
        JsonScan scan = places == null ? null : JsonScan.of(message.payload(), places);
        if (wanted != null && (scan == null || !wanted.equals(scan.value(TEST)))) {
            return Reading.DOES_NOT_COUNT;
        }
        return new Reading(true, sequenceIn(text, scan), timeIn(text, scan));
    }

    private boolean needsText() {
        return matches != null || sequence instanceof Place.Group || time instanceof Place.Group;
    }

    /** What regular expressions see. */
    private static String text(Message message) {
        return message.kind() == Message.Kind.TEXT
                ? message.payload().text(0, message.payload().length())
                : Utf8.asGoReads(message.payload().asBuffer());
    }

    private long sequenceIn(String text, @Nullable JsonScan scan) {
        String found = value(sequence, SEQUENCE, text, scan);
        if (found == null) {
            return HoldListener.NO_SEQUENCE;
        }
        return scan == null || scan.isString(SEQUENCE) || sequence instanceof Place.Group
                ? TimeText.whole(found)
                : TimeText.wholeNumber(found);
    }

    private long timeIn(String text, @Nullable JsonScan scan) {
        String found = value(time, TIME, text, scan);
        return found == null ? NO_TIME : TimeText.epochNanos(found, unit);
    }

    private static @Nullable String value(@Nullable Place place, int number, String text, @Nullable JsonScan scan) {
        if (place instanceof Place.Group group) {
            Matcher matcher = group.regexp().matcher(text);
            return matcher.find() ? matcher.group(1) : null;
        }
        return scan == null ? null : scan.value(number);
    }

    /** Whether a text is somewhere in the payload of a message. */
    public static boolean contains(Message message, String part) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        int last = message.payload().length() - utf8.length;
        for (int from = 0; from <= last; from++) {
            int i = 0;
            while (i < utf8.length && message.payload().at(from + i) == utf8[i]) {
                i++;
            }
            if (i == utf8.length) {
                return true;
            }
        }
        return false;
    }
}
