package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page whose tables are written by a program, each between two markers of its own. */
final class Document {
    private final Path file;

    Document(Path file) {
        this.file = file;
    }

    /** Puts the text where the last one was. */
    void write(String name, String text) throws IOException {
        Files.writeString(file, with(Files.readString(file), name, text));
    }

    /**
     * The page with another text between the markers of that name.
     *
     * @throws IllegalArgumentException with one line, when it does not have both
     */
    static String with(String page, String name, String text) {
        String begin = "<!-- bench " + name + " -->\n";
        String end = "<!-- /bench " + name + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "no place for the table (expected: a line " + begin.strip() + " and after it a line " + end + ")");
        }
        return page.substring(0, from + begin.length()) + "\n" + text + "\n" + page.substring(to);
    }
}
