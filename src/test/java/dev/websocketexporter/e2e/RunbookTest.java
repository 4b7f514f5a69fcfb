package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of causes in the runbook: each cause has a sign and something to try, and what is met at night is there. */
class RunbookTest {
    private static final Path RUNBOOK = Path.of("docs/runbook.md");
    private static final Pattern BETWEEN_CELLS = Pattern.compile("(?<!\\\\)\\|");
    /** The cause of a row that leads to a table of its own. */
    private static final Pattern ELSEWHERE = Pattern.compile("(?:see|as) .*\\]\\(#[a-z0-9-]+\\).*");

    @ParameterizedTest
    @EnumSource(Phase.class)
    void everyCauseHasASignAndSomethingToTry(Phase phase) throws IOException {
        List<List<String>> rows = rows("## Phase " + phase.label() + "\n");
        assertThat(rows).isNotEmpty();
        if (phase == Phase.CLOSE) {
            return; // few causes, which the sections of alerts explain
        }
        assertThat(rows).allSatisfy(row -> {
            assertThat(row).hasSize(4);
            assertThat(row.get(1)).isNotBlank();
            assertThat(row.get(2).isBlank() || (row.get(3).isBlank() && !leadsElsewhere(row)))
                    .as("%s", row)
                    .isFalse();
        });
    }

    private static boolean leadsElsewhere(List<String> row) {
        return ELSEWHERE.matcher(row.get(1)).matches();
    }

    /** Causes of one reason are not torn apart. */
    @ParameterizedTest
    @EnumSource(Phase.class)
    void theRowsOfAReasonStandTogether(Phase phase) throws IOException {
        List<String> reasons = firstCells("## Phase " + phase.label() + "\n");
        assertThat(reasons)
                .allSatisfy(reason -> assertThat(reasons.lastIndexOf(reason) - reasons.indexOf(reason) + 1)
                        .isEqualTo(Collections.frequency(reasons, reason)));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 400, 401, 403, 404, 426, 429, 500, 501, 502, 503, 504})
    void theStatusThatAServerAnswersHasItsRow(int status) throws IOException {
        assertThat(firstCells("### An unexpected status\n")).anyMatch(cell -> cell.contains("" + status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000", "1001", "1002", "1003", "1005", "1006", "1007", "1008", "1009", "1011", "1012", "1013", "3500",
                "4401", "4403", "4406"
            })
    void theCodeOfACloseHasItsRow(String code) throws IOException {
        assertThat(firstCells("### A Close too early\n")).anyMatch(cell -> cell.contains(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"### An unexpected status\n", "### An end instead of an answer\n", "### A Close too early\n"})
    void everyRowOfATableOfCausesHasAllItsCells(String heading) throws IOException {
        assertThat(rows(heading)).isNotEmpty().allSatisfy(row -> {
            assertThat(row).hasSize(4);
            assertThat(row.subList(0, 2)).noneMatch(String::isBlank);
            assertThat(row.get(2).isBlank() && !leadsElsewhere(row))
                    .as("%s", row)
                    .isFalse();
        });
    }

    @Test
    void whatIsMetAtNightIsThere() throws IOException {
        assertThat(Files.readString(RUNBOOK))
                .contains("`no_application_protocol`", "it follows a large `send`", "an empty body from uvicorn");
    }

    private static List<String> firstCells(String heading) throws IOException {
        return rows(heading).stream().map(row -> row.get(0)).toList();
    }

    /** Of the first table after the heading, without its own head. */
    private static List<List<String>> rows(String heading) throws IOException {
        String runbook = Files.readString(RUNBOOK);
        assertThat(runbook).containsOnlyOnce(heading);
        String after = runbook.substring(runbook.indexOf(heading) + heading.length());
        int ends = after.indexOf("\n#");
        return after.substring(0, ends < 0 ? after.length() : ends)
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .map(line -> Arrays.stream(BETWEEN_CELLS.split(line, -1))
                        .map(String::strip)
                        .toList())
                .map(cells -> cells.subList(1, cells.size() - 1))
                .toList();
    }
}
