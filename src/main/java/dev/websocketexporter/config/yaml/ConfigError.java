package dev.websocketexporter.config.yaml;

import dev.websocketexporter.probe.value.Printable;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param file the file, as the user named it
 * @param position where; absent if it is about the file as a whole
 * @param path the key, {@code modules.chat.timeout}; empty if it is about no key
 * @param text what is wrong and what would be right; never a secret
 */
public record ConfigError(String file, @Nullable Position position, String path, String text) {
    /** Keeps it on one line, whatever the file holds. */
    public ConfigError {
        path = Printable.ofYaml(path);
        text = Printable.ofYaml(text);
    }

    /** {@code config.yml:12:7: modules.chat.websocket.header: unknown field (did you mean "headers"?)}. */
    @Override
    public String toString() {
        return file + (position == null ? "" : ":" + position) + ": " + (path.isEmpty() ? "" : path + ": ") + text;
    }

    /**
     * A place in the configuration file.
     *
     * @param line from 1
     * @param column from 1, in characters
     */
    public record Position(int line, int column) implements Comparable<Position> {
        /** The place after a text that begins at the start of the file. */
        static Position after(CharSequence text) {
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
}
