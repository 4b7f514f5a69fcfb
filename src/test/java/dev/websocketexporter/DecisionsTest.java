package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision is short: title, date, context, decision and consequence, in ten lines at most. */
class DecisionsTest {
    private static final int MOST_LINES = 10;
    private static final Pattern PARTS = Pattern.compile("(?m)^- (\\w+): \\S");
    private static final Pattern DATE = Pattern.compile("(?m)^- Date: (\\d{4}-\\d{2}-\\d{2})$");

    static Stream<String> decisions() throws IOException {
        return Arrays.stream(Files.readString(Path.of("docs", "decisions.md")).split("(?m)^(?=## )"))
                .skip(1);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void everyDecisionIsShortAndHasItsParts(String decision) {
        assertThat(mistakes(decision)).as(decision).isEmpty();
    }

    @Test
    void theNewestIsLast() throws IOException {
        assertThat(decisions().map(DecisionsTest::date)).hasSizeGreaterThan(10).isSorted();
    }

    /** In the texts, {@code /} is a line break. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "## A//- Date: 2026-11-21/- Context: B./- Decision: C./- Consequence: D. | ",
                "## A//- Date: 2026-11-21/- Context: B./- Decision: C. | parts",
                "## A//- Context: B./- Decision: C./- Consequence: D. | parts",
                "## A//- Date: 2026-11-21/- Decision: C./- Context: B./- Consequence: D. | parts",
                "## A//- Date: 2026-11-21/- Context: B./- Decision:/- Consequence: D. | parts",
                "## A//- Date: soon/- Context: B./- Decision: C./- Consequence: D. | date",
                "## A//- Date: 2026-11-21/- Context: B./  C./  D./  E./  F./  G./- Decision: H./- Consequence: I. | lines",
            })
    void aDecisionThatIsLongOrLacksAPartIsFound(String decision, String expected) {
        assertThat(mistakes(decision.replace('/', '\n'))).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    private static List<String> mistakes(String decision) {
        List<String> mistakes = new ArrayList<>();
        if (decision.strip().lines().count() > MOST_LINES) {
            mistakes.add("lines");
        }
        Stream<String> parts = PARTS.matcher(decision).results().map((MatchResult part) -> part.group(1));
        if (!parts.toList().equals(List.of("Date", "Context", "Decision", "Consequence"))) {
            mistakes.add("parts");
        } else if (!DATE.matcher(decision).find()) {
            mistakes.add("date");
        }
        return mistakes;
    }

    private static LocalDate date(String decision) {
        return DATE.matcher(decision)
                .results()
                .map(date -> LocalDate.parse(date.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
