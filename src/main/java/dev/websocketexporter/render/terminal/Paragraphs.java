package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.value.Printable;

/** Texts with a label in a column of their own. What a peer chose stays on its line and moves no cursor. */
final class Paragraphs {
    private static final int COLUMN = 14;
    /** On a narrow terminal the text begins below its label. */
    private static final int NARROW = 50;

    private static final int NARROW_COLUMN = 2;
    private static final int LONGEST = 2_000;

    private final TerminalStyle style;
    private final StringBuilder text = new StringBuilder();

    Paragraphs(TerminalStyle style) {
        this.style = style;
    }

    TerminalStyle style() {
        return style;
    }

    /** A paragraph of its own under a label. */
    void add(String label, String paragraph) {
        if (style.width() < NARROW) {
            text.append(label).append('\n');
            more(paragraph);
            return;
        }
        String before = Figures.left(label, COLUMN);
        for (String line : style.lines(shown(paragraph), COLUMN)) {
            text.append(before).append(line).append('\n');
            before = " ".repeat(COLUMN);
        }
    }

    /** Another one below the last. */
    void more(String paragraph) {
        int column = style.width() < NARROW ? NARROW_COLUMN : COLUMN;
        for (String line : style.lines(shown(paragraph), column)) {
            text.append(" ".repeat(column)).append(line).append('\n');
        }
    }

    /**
     * Without a label.
     *
     * @param columns from the left
     * @param hanging how many more of them all lines but the first have
     */
    void indented(int columns, int hanging, String paragraph) {
        String before = " ".repeat(columns);
        for (String line : style.lines(shown(paragraph), columns + hanging)) {
            text.append(before).append(line).append('\n');
            before = " ".repeat(columns + hanging);
        }
    }

    /** A line as it is, colours and all. */
    void line(String line) {
        text.append(line).append('\n');
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    void blank() {
        text.append('\n');
    }

    private static String shown(String paragraph) {
        return Printable.oneLine(paragraph, LONGEST);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
