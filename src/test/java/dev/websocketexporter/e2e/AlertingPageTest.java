package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/alerting.md} says is proved, row by row, by tests that there are. */
class AlertingPageTest {
    private static final Path PAGE = Path.of("docs/alerting.md");
    private static final String IN_SHORT = "| alert | what happened | how soon |";
    private static final String SITUATIONS = "| situation | what is told, and when | what is not told |";
    private static final String PROOFS = "| situation | proved by |";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern ALERT = Pattern.compile("`(Websocket\\w+)`");
    private static final Path TESTS = Path.of("src/test/java/dev/websocketexporter/e2e");

    private static final Set<String> RULE_TESTS = AlertRule.tests().stream()
            .flatMap(file -> AlertRule.entries(AlertRule.parse(file), "tests"))
            .map(test -> (String) test.get("name"))
            .collect(Collectors.toSet());

    /** Each situation, what is told, and what is not. */
    static List<List<String>> situations() throws IOException {
        return rows(SITUATIONS);
    }

    /** Each situation, and its tests. */
    static List<List<String>> proofs() throws IOException {
        return rows(PROOFS);
    }

    /** The cells of each row of the table with this heading. */
    private static List<List<String>> rows(String heading) throws IOException {
        return Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.equals(heading))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void thereAreRows() throws IOException {
        assertThat(situations()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("situations")
    void eachSituationSaysWhatIsToldOrNot(List<String> row) {
        assertThat(row).hasSize(3);
        assertThat(row.get(1) + row.get(2)).isNotBlank();
    }

    @Test
    void eachSituationIsProved() throws IOException {
        assertThat(proofs().stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(
                        situations().stream().map(row -> row.get(0)).toList());
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void eachProofIsATestThatThereIs(List<String> row) {
        assertThat(row).hasSize(2);
        assertThat(spans(row.get(1)))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(exists(test)).as(test).isTrue());
    }

    private static List<String> spans(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult span) -> span.group(1))
                .toList();
    }

    private static boolean exists(String test) throws IOException {
        if (!test.contains("#")) {
            return RULE_TESTS.contains(test);
        }
        String[] parts = test.split("#", 2);
        Path file = TESTS.resolve(parts[0] + ".java");
        return Files.exists(file) && Files.readString(file).contains("    void " + parts[1] + "()");
    }

    @Test
    void theAlertsThatItNamesAreThere() throws IOException {
        Set<String> named = ALERT.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(AlertRule.all().stream().map(AlertRule::name)).containsAll(named);
    }

    @Test
    void theShortTableHasWhateverWakesSomebodyUpAndNothingElse() throws IOException {
        Set<String> critical = AlertRule.all().stream()
                .filter(rule -> "critical".equals(rule.labels().get("severity")))
                .map(AlertRule::name)
                .collect(Collectors.toSet());
        assertThat(critical).isNotEmpty();
        assertThat(rows(IN_SHORT).stream().flatMap(row -> spans(row.get(0)).stream()))
                .containsExactlyInAnyOrderElementsOf(critical);
    }
}
