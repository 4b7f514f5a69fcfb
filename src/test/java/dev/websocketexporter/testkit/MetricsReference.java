package dev.websocketexporter.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code docs/metrics.md} says. */
public final class MetricsReference {
    private static final String OF_HELD_CONNECTIONS = "# Of held connections";
    private static final String OF_THE_EXPORTER = "# Of the exporter";
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| `(\\w+)(?:\\{([\\w,]+)})?` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| `((?:[^`|]|\\\\\\|)+)` \\|$");

    private MetricsReference() {}

    /**
     * A row of a table.
     *
     * @param when when the metric is there
     * @param meaning in words
     * @param example an expression of PromQL
     */
    public record Row(String name, List<String> labels, String unit, String when, String meaning, String example) {
        public Row {
            labels = List.copyOf(labels);
        }

        private static Row of(MatchResult row) {
            List<String> labels =
                    row.group(2) == null ? List.of() : List.of(row.group(2).split(","));
            return new Row(
                    row.group(1),
                    labels,
                    row.group(3),
                    row.group(4),
                    row.group(5),
                    row.group(6).replace("\\|", "|"));
        }

        /** The name and the labels. */
        public String series() {
            return name + labels;
        }
    }

    public static List<Row> ofAProbe() throws IOException {
        return rows(text().substring(0, text().indexOf(OF_HELD_CONNECTIONS)));
    }

    public static List<Row> ofHeldConnections() throws IOException {
        return rows(text().substring(text().indexOf(OF_HELD_CONNECTIONS), text().indexOf(OF_THE_EXPORTER)));
    }

    public static List<Row> ofTheExporter() throws IOException {
        return rows(text().substring(text().indexOf(OF_THE_EXPORTER)));
    }

    public static List<Row> all() throws IOException {
        return rows(text());
    }

    private static List<Row> rows(String text) {
        return ROW.matcher(text).results().map(Row::of).toList();
    }

    public static String text() throws IOException {
        return Files.readString(Path.of("docs/metrics.md"));
    }
}
