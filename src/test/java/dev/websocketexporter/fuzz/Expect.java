package dev.websocketexporter.fuzz;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Assertions without a matcher: a target makes millions of them. */
public final class Expect {
    private Expect() {}

    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    public static void equal(@Nullable Object actual, @Nullable Object expected, String what) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(what + ": " + actual + " (expected: " + expected + ")");
        }
    }

    /** A message or a detail: it says something, in one line, and is bounded, whatever it is about. */
    public static void line(@Nullable String text, int mostChars) {
        if (text == null || text.isBlank()) {
            throw new AssertionError("a message that says nothing");
        }
        if (text.length() > mostChars) {
            throw new AssertionError("a message of " + text.length() + " characters: " + text);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                throw new AssertionError("a message that is not one line: " + text);
            }
        }
    }

    /** A failure of a probe by the closed list. */
    public static Reason failure(Throwable failure, Phase phase, Set<Reason> reasons, int mostChars) {
        if (!(failure instanceof ProbeFailedException failed)) {
            throw new AssertionError("a bug: " + failure, failure);
        }
        Failure known = failed.failure();
        equal(known.phase(), phase, "phase");
        that(reasons.contains(known.reason()), "reason " + known.reason() + " (expected: one of " + reasons + ")");
        line(known.detail(), mostChars);
        return known.reason();
    }
}
