package dev.websocketexporter.script;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;

/** Compares messages with what a step expects. */
public final class Judge {
    private static final int MAX_SHOWN_BYTES = 100;

    private static final int TEXT_FACTOR = 4;
    private static final int JSON_FACTOR = 20;

    private Judge() {}

    /** Whether a message is what was expected. */
    public sealed interface Judgement {
        /**
         * It is.
         *
         * @param captures what the regular expression captured; none without one
         */
        record Match(Captures captures) implements Judgement {}

        /**
         * It is not.
         *
         * @param why what was expected and, where it is a part of the message, what was there; one line, except for
         *     line breaks of the message
         */
        record Mismatch(String why) implements Judgement {}
    }

    /** Takes time in proportion to the message; on a large one, too long for an event loop. */
    public static Judgement of(Message message, Expectation expectation) {
        if (expectation instanceof Expectation.Matching matching) {
            return matching(message, matching.regexp());
        }
        if (expectation instanceof Expectation.Json json) {
            String why = JsonJudge.mismatch(message, json);
            return why == null ? new Judgement.Match(Captures.NONE) : new Judgement.Mismatch(why);
        }
        return exactly(message, ((Expectation.Exactly) expectation).bytes());
    }

    /**
     * About how much memory a judgement takes while it is made, besides the message, in bytes: a text, which takes up to
     * four times as much as its bytes; of JSON also its values.
     */
    public static long bytes(Message message, Expectation expectation) {
        long length = message.payload().length();
        if (expectation instanceof Expectation.Json) {
            return TEXT_FACTOR * length + Math.min(JSON_FACTOR * length, JsonText.MOST_VALUE_BYTES);
        }
        return expectation instanceof Expectation.Matching ? TEXT_FACTOR * length : 0;
    }

    /** What is expected, as a part of a message that reports that it did not come. */
    public static String words(Expectation expectation) {
        if (expectation instanceof Expectation.Matching matching) {
            return "a match of the regular expression " + matching.regexp();
        }
        if (expectation instanceof Expectation.Json json) {
            return "JSON with " + JsonJudge.words(json);
        }
        Bytes bytes = ((Expectation.Exactly) expectation).bytes();
        return "the " + bytes.length() + " bytes " + Printable.hex(bytes, MAX_SHOWN_BYTES);
    }

    private static Judgement matching(Message message, Pattern regexp) {
        Matcher matcher = regexp.matcher(Utf8.asGoReads(message.payload().asBuffer()));
        return matcher.find()
                ? new Judgement.Match(Captures.of(matcher))
                : new Judgement.Mismatch("expected: " + words(new Expectation.Matching(regexp)));
    }

    private static Judgement exactly(Message message, Bytes bytes) {
        return message.payload().equals(bytes)
                ? new Judgement.Match(Captures.NONE)
                : new Judgement.Mismatch("expected: " + words(new Expectation.Exactly(bytes)));
    }
}
