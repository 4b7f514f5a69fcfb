package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/comparison.md} has a row for each check, and says of what a "no" is true. */
class ComparisonPageTest {
    private static final Path PAGE = Path.of("docs/comparison.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| (yes|no) \\| (yes|no) \\| ?(.*?) ?\\|$");
    private static final Pattern MEASURED =
            Pattern.compile("with the source as of (\\d{4}-\\d\\d-\\d\\d), commit (`[0-9a-f]{7}`)");

    @Test
    void theTableHasTheRowsThatAreChecked() throws IOException {
        assertThat(table().keySet()).isEqualTo(Feature.titles());
    }

    @Test
    void everyNoSaysOfWhichCommitAndDateItIs() throws IOException {
        MatchResult measured =
                MEASURED.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow();
        String asOf = measured.group(2) + ", " + measured.group(1);

        assertThat(rows()).hasSizeGreaterThan(30).allSatisfy(row -> {
            String expected = row.group(3).equals("no") ? asOf : row.group(2).equals("no") ? "by design" : "";
            assertThat(row.group(4)).as(row.group(1)).isEqualTo(expected);
        });
    }

    /** What the page says of this exporter and of blackbox_exporter, by the title of the row. */
    static Map<String, List<Boolean>> table() throws IOException {
        Map<String, List<Boolean>> rows = new TreeMap<>();
        rows().forEach(row -> rows.put(
                row.group(1), List.of(row.group(2).equals("yes"), row.group(3).equals("yes"))));
        return rows;
    }

    private static Stream<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results();
    }
}
