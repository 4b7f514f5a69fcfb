package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.render.json.SampleProbes;
import dev.websocketexporter.render.terminal.PhaseChart;
import dev.websocketexporter.render.terminal.ProbeText;
import dev.websocketexporter.render.terminal.SummaryText;
import dev.websocketexporter.render.terminal.TerminalStyle;
import dev.websocketexporter.render.terminal.TerminalStyle.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads in a terminal, whole, as files beside this test. */
class TerminalTextTest {
    private static final Path FILES = Path.of("src/test/resources/dev/websocketexporter/render/terminal");
    private static final TerminalStyle PIPE = new TerminalStyle(80, Set.of());
    private static final TerminalStyle WIDE =
            new TerminalStyle(120, EnumSet.of(Ability.BLOCKS, Ability.WRAPPING, Ability.COLOURS));
    private static final TerminalStyle NARROW = new TerminalStyle(40, EnumSet.of(Ability.WRAPPING));

    /** With {@code mvn test -Dgenerate}, the files are written instead of compared. */
    private static final String WRITE = "generate";

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("success", SampleResults.fullSuccess(), PIPE),
                Arguments.of("success-wide", SampleResults.fullSuccess(), WIDE),
                Arguments.of("success-narrow", SampleResults.fullSuccess(), NARROW),
                Arguments.of("name-not-found", SampleResults.nameNotFound(), PIPE),
                Arguments.of("connection-refused", SampleResults.connectionRefused(), PIPE),
                Arguments.of("certificate-expired", SampleResults.certificateExpired(), PIPE),
                Arguments.of("certificate-expired-narrow", SampleResults.certificateExpired(), NARROW),
                Arguments.of("unexpected-status", SampleResults.unexpectedStatus(), PIPE),
                Arguments.of("failed-conversation", SampleResults.failedConversation(), PIPE),
                Arguments.of("conversation", SampleProbes.healthy(), PIPE),
                Arguments.of("refused-upgrade", SampleProbes.refused(), PIPE),
                Arguments.of(
                        "forbidden",
                        SampleResults.withOutcome(
                                SampleResults.connectionRefused(), new Outcome.Forbidden("127.0.0.1 is denied")),
                        PIPE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void probeIsShownAsTheFileHasIt(String name, ProbeResult result, TerminalStyle style) throws IOException {
        String text = String.join("\n", PhaseChart.of(style, result)) + "\n\n" + ProbeText.of(style, result);
        assertSameAsFile(name, text);
    }

    @Test
    void severalProbesEndWithASummary() throws IOException {
        SummaryText summary = new SummaryText();
        StringBuilder text = new StringBuilder();
        List<ProbeResult> results = List.of(
                SampleResults.fullSuccess(),
                SampleResults.fullSuccess(),
                SampleResults.connectionRefused(),
                SampleResults.unexpectedStatus(),
                SampleResults.connectionRefused());
        for (int i = 0; i < results.size(); i++) {
            summary.add(results.get(i));
            text.append(ProbeText.line(PIPE, i + 1, results.get(i))).append('\n');
        }
        assertSameAsFile("series", text + summary.text(PIPE));
    }

    @Test
    void lineOfASeriesSaysWhyNobodyWasAsked() {
        ProbeResult any = SampleResults.connectionRefused();

        assertThat(ProbeText.line(
                        PIPE, 1, SampleResults.withOutcome(any, new Outcome.Forbidden("127.0.0.1 is denied"))))
                .endsWith("forbidden  127.0.0.1 is denied");
        assertThat(ProbeText.line(PIPE, 2, SampleResults.withOutcome(any, new Outcome.Cancelled())))
                .endsWith("cancelled");
    }

    /** Twenty probes of 1 to 20 ms. */
    @Test
    void summaryHasLeastMeanPercentileAndGreatest() {
        SummaryText summary = new SummaryText();
        for (int millis = 20; millis >= 1; millis--) {
            summary.add(thatTook(Duration.ofMillis(millis)));
        }
        assertThat(summary.text(PIPE))
                .contains("\nms                 min      mean       p95       max\n")
                .contains("\nconnect           1.00      10.5      19.0      20.0\n")
                .contains("\nin all            1.00      10.5      19.0      20.0\n");
    }

    private static ProbeResult thatTook(Duration time) {
        ProbeResult sample = SampleResults.fullSuccess();
        return new ProbeResult(
                sample.request(),
                sample.startedAt(),
                sample.outcome(),
                new Timings(time, Map.of(Phase.CONNECT, time)),
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                List.of());
    }

    @Test
    void summaryOfNothingIsEmpty() {
        assertThat(new SummaryText().text(PIPE)).isEmpty();
    }

    private static void assertSameAsFile(String name, String text) throws IOException {
        Path file = FILES.resolve(name + ".txt");
        if (System.getProperty(WRITE) != null) {
            Files.createDirectories(FILES);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 33, 40, 60, 80, 160})
    void noLineOfARunningChartIsWiderThanTheTerminal(int width) {
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            phases.put(phase, Duration.ofMillis(1 + phase.ordinal() * 997L));
        }
        TerminalStyle style = new TerminalStyle(width, EnumSet.of(Ability.BLOCKS));
        assertThat(PhaseChart.running(style, phases, Duration.ofMillis(100)))
                .hasSize(Phase.values().length)
                .allMatch(line -> line.length() <= Math.max(width, TerminalStyle.NARROWEST));
    }

    @Test
    void barsAreAsLongAsTheirPhases() {
        TerminalStyle style = new TerminalStyle(12 + 10 + 2 + 1 + 100, Set.of());
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        phases.put(Phase.RESOLVE, Duration.ofMillis(10));
        phases.put(Phase.CONNECT, Duration.ofMillis(20));
        phases.put(Phase.TLS, Duration.ofMillis(70));
        assertThat(PhaseChart.running(style, phases, Duration.ofMillis(100)))
                .containsExactly(
                        "resolve        10.0 ms  " + "#".repeat(10),
                        "connect        20.0 ms  " + " ".repeat(10) + "#".repeat(20),
                        "tls            70.0 ms  " + " ".repeat(30) + "#".repeat(70));
    }

    @Test
    void withoutColoursNothingIsEscaped() {
        assertThat(texts().map(arguments -> (ProbeResult) arguments.get()[1]).toList())
                .allSatisfy(result -> assertThat(ProbeText.of(PIPE, result)).doesNotContain("\u001b"));
        assertThat(ProbeText.of(WIDE, SampleResults.fullSuccess())).contains("\u001b[");
    }

    @Test
    void queryValuesAreHidden() {
        ProbeResult result = SampleResults.fullSuccess();
        assertThat(ProbeText.heading(result.request().target().toString(), result.request()))
                .isEqualTo("wss://chat.example.com/socket?token=<secret>, module websocket, at most 9.5 s");
    }
}
