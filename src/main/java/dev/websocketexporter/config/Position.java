package dev.websocketexporter.config;

/**
 * A place in the configuration file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Position(int line, int column) implements Comparable<Position> {
    /** The place behind a text that begins at the start of the file. */
    static Position behind(CharSequence text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineBreak = c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
            if (lineBreak) {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c) && c != '\r') {
                column++;
            }
        }
        return new Position(line, column);
    }

    @Override
    public int compareTo(Position other) {
        return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
