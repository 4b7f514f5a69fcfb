package dev.websocketexporter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. */
final class Table {
    private final List<String> lines = new ArrayList<>();

    Table(String... titles) {
        lines.add(line(List.of(titles)));
        lines.add(List.of(titles).stream().map(title -> "---").collect(Collectors.joining(" | ", "| ", " |")));
    }

    void row(List<String> cells) {
        lines.add(line(cells));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** With a line break at its end. */
    String text() {
        return String.join("\n", lines) + "\n";
    }
}
