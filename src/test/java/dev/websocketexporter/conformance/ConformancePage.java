package dev.websocketexporter.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of {@code docs/conformance.md} that say which cases are played, and how they are answered. */
public final class ConformancePage {
    private static final Path FILE = Path.of("docs", "conformance.md");
    private static final String SUITE = "## The Autobahn test suite";
    private static final String OURS = "## Cases written anew";

    /** Category, what it is about, how many cases. */
    private static final Pattern CATEGORY = Pattern.compile("\\| (\\w+) \\| [^|]+ \\| (\\d+) \\|");

    /** Cases, what the suite says of them, why. */
    private static final Pattern VERDICT = Pattern.compile("\\| ([\\d., ]+) \\| ([A-Z-]+) \\| [^|]+ \\|");

    private ConformancePage() {}

    /** How many cases of each category the public suite has. */
    public static Map<String, Long> suiteTable() throws IOException {
        return categories(SUITE);
    }

    /** How many cases of each category were written for the exporter. */
    static Map<String, Long> ownTable() throws IOException {
        return categories(OURS);
    }

    /** The cases of the public suite of which its report says something else than OK, or may say it. */
    public static Map<String, String> otherVerdicts() throws IOException {
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (MatchResult row : rows(SUITE, VERDICT)) {
            Arrays.stream(row.group(1).split(", ")).forEach(id -> verdicts.put(id, row.group(2)));
        }
        return verdicts;
    }

    /** Counts cases by the part of their ids in front of the first point. */
    public static Map<String, Long> casesByCategory(Collection<String> ids) {
        return ids.stream()
                .collect(Collectors.groupingBy(
                        id -> id.substring(0, id.indexOf('.')), TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> categories(String heading) throws IOException {
        Map<String, Long> categories = new TreeMap<>();
        for (MatchResult row : rows(heading, CATEGORY)) {
            categories.put(row.group(1), Long.valueOf(row.group(2)));
        }
        return categories;
    }

    private static List<MatchResult> rows(String heading, Pattern row) throws IOException {
        return Files.readAllLines(FILE).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .flatMap(line -> row.matcher(line).results())
                .toList();
    }
}
