package dev.websocketexporter.cli;

import java.util.List;

/** Flags and what they mean, in two columns. */
public final class HelpLines {
    private static final int WIDTH = 100;
    private static final int COLUMN = 40;

    private final StringBuilder text = new StringBuilder();

    /** A line as it is. */
    public HelpLines line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** A heading, after an empty line, and a row for each flag. */
    public HelpLines group(String heading, List<FlagRow> flags) {
        text.append('\n').append(heading).append(":\n");
        flags.forEach(this::row);
        return this;
    }

    private void row(FlagRow flag) {
        row((flag.shortName() == null ? "      " : "  " + flag.shortName() + ", ") + flag.usage(), flag.description());
    }

    /** The name, then the description in its column: on the same line if the name leaves room. */
    public HelpLines row(String name, String description) {
        StringBuilder line = new StringBuilder(name);
        if (name.length() >= COLUMN) {
            flush(line);
        }
        for (String word : description.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                flush(line);
            }
            line.append(" ".repeat(Math.max(1, COLUMN - line.length()))).append(word);
        }
        flush(line);
        return this;
    }

    private void flush(StringBuilder line) {
        text.append(line).append('\n');
        line.setLength(0);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
