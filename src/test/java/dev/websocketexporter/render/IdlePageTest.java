package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.idle.IdleReport;
import dev.websocketexporter.render.terminal.IdleText;
import dev.websocketexporter.render.terminal.ProbeText;
import dev.websocketexporter.render.terminal.TerminalStyle;
import dev.websocketexporter.render.terminal.TerminalStyle.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on idle connections shows what the program writes, with the figures of two real runs. */
class IdlePageTest {
    private static final Path PAGE = Path.of("docs/idle.md");
    private static final TerminalStyle STYLE = new TerminalStyle(100, EnumSet.of(Ability.BLOCKS, Ability.WRAPPING));

    /** With {@code mvn test -Dgenerate}, the examples are written instead of compared. */
    private static final String WRITE = "generate";

    private static final Pattern EXAMPLE =
            Pattern.compile("(<!-- made by IdlePageTest: ([a-z-]+) -->\n)(?s).*?(<!-- end -->)");

    @Test
    void examplesAreWhatTheProgramWrites() throws IOException {
        Map<String, String> examples = Map.of(
                "nginx", shown(27.5, Duration.ofMinutes(5), SampleTrials.nginx()),
                "half-open", shown(30.5, Duration.ofMinutes(2), SampleTrials.halfOpen()));
        String page = Files.readString(PAGE);
        assertThat(EXAMPLE.matcher(page).results().map(match -> match.group(2)))
                .containsExactlyInAnyOrderElementsOf(examples.keySet());
        String expected = EXAMPLE.matcher(page)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + "```text\n" + examples.get(match.group(2)) + "```\n" + match.group(3)));
        if (System.getProperty(WRITE) != null) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("%s; mvn test -D%s writes the examples", PAGE, WRITE)
                .isEqualTo(expected);
    }

    private static String shown(double millis, Duration longest, IdleReport report) {
        ProbeResult sample = SampleResults.fullSuccess();
        ProbeResult base = new ProbeResult(
                sample.request(),
                sample.startedAt(),
                sample.outcome(),
                new Timings(Duration.ofNanos(Math.round(millis * 1e6)), Map.of()),
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                sample.log());
        String probe = ProbeText.heading(base.request().target().toString(), base.request());
        return IdleText.heading(probe, longest) + "\n" + IdleText.base(STYLE, base) + "\n" + IdleText.of(STYLE, report);
    }
}
