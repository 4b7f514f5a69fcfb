package dev.websocketexporter.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables by name, as they come. */
final class Report {
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final StringBuilder failures = new StringBuilder();
    private final String failuresName;

    Report() {
        this("failures");
    }

    /** @param failuresName of the place where the page says which probes failed */
    Report(String failuresName) {
        this.failuresName = failuresName;
    }

    void add(String name, String table) {
        tables.put(name, table);
    }

    /** Probes of healthy targets that failed are said, whoever made them. */
    void addFailures(List<Sample> samples) {
        for (Sample sample : samples) {
            LoadResult result = sample.result();
            if (result.failed() > 0) {
                failures.append("- ")
                        .append(sample.contestant())
                        .append(", ")
                        .append(sample.scheme().title())
                        .append(" at ")
                        .append(sample.load())
                        .append(": ")
                        .append(result.failed())
                        .append(" of ")
                        .append(result.done() + result.failed())
                        .append(" probes of healthy targets failed in a round\n");
            }
        }
    }

    /** @param which whose they are, and when */
    void addFailures(String which, long failed, long all) {
        if (failed > 0) {
            failures.append("- " + which + ": " + failed + " of " + all + " probes of healthy targets failed\n");
        }
    }

    String text() {
        StringBuilder text = new StringBuilder();
        tables.forEach(
                (name, table) -> text.append(name).append("\n\n").append(table).append('\n'));
        return text.append(failures()).toString();
    }

    private String failures() {
        return failures.isEmpty() ? "No probe failed.\n" : failures.toString();
    }

    void writeTo(Document document) throws IOException {
        for (Map.Entry<String, String> table : tables.entrySet()) {
            document.write(table.getKey(), table.getValue());
        }
        document.write(failuresName, failures());
    }
}
