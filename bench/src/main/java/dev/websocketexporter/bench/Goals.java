package dev.websocketexporter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the figures of a table should be at most, and whether they are: lines beneath it, reached or not. */
final class Goals {
    private final List<String> lines = new ArrayList<>();

    /**
     * One more line.
     *
     * @param what is measured, in words that begin a line
     * @param decimals how many both figures are shown with
     * @param unit with a space before it; empty: a ratio
     */
    Goals atMost(double most, String what, double measured, int decimals, String unit) {
        String outcome = measured <= most ? "reached" : "missed";
        lines.add("- " + what + ": " + Duel.number(measured, decimals) + unit + "; goal: at most "
                + Duel.number(most, decimals) + unit + ", **" + outcome + "**");
        return this;
    }

    Goals ratioAtMost(double most, String what, double measured) {
        return atMost(most, what, measured, 2, "");
    }

    /** With an empty line before it, and a line break at its end. */
    String text() {
        return lines.stream().collect(Collectors.joining("\n", "\n", "\n"));
    }
}
