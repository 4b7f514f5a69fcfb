package dev.websocketexporter.probe;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The value of the label {@code step}: the name, or else the number. */
    public String label(int numberFromOne) {
        return name == null ? String.valueOf(numberFromOne) : name;
    }
}
