package dev.websocketexporter.render;

import static dev.websocketexporter.render.SampleTrials.FIN;
import static dev.websocketexporter.render.SampleTrials.NOBODY;
import static dev.websocketexporter.render.SampleTrials.connection;
import static dev.websocketexporter.render.SampleTrials.endingAtPings;
import static dev.websocketexporter.render.SampleTrials.report;
import static dev.websocketexporter.render.SampleTrials.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleConnection.State;
import dev.websocketexporter.probe.idle.IdleReport;
import dev.websocketexporter.probe.idle.IdleReport.KeepAlive;
import dev.websocketexporter.probe.idle.IdleReport.KeepAlive.Outcome;
import dev.websocketexporter.probe.idle.IdleReport.Question;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.idle.IdleVerdict.HalfOpen;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit.Basis;
import dev.websocketexporter.probe.idle.IdleVerdict.NeverIdle;
import dev.websocketexporter.probe.idle.IdleVerdict.NoLimit;
import dev.websocketexporter.probe.idle.IdleVerdict.Unknown;
import dev.websocketexporter.probe.idle.IdleVerdict.Unsteady;
import dev.websocketexporter.render.json.IdleJson;
import dev.websocketexporter.render.terminal.IdleText;
import dev.websocketexporter.render.terminal.TerminalStyle;
import dev.websocketexporter.render.terminal.TerminalStyle.Ability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer is a sentence, and JSON has the same. */
class IdleWordsTest {
    private static final TerminalStyle PIPE = new TerminalStyle(80, Set.of());
    private static final List<IdleConnection> SILENT = List.of(
            connection(State.ANSWERED, 1, 1, null, ""),
            connection(State.ENDED, 4, 2.1, FIN, "words"),
            connection(State.SILENT, 8, 3, null, ""),
            connection(State.PLANNED, 16, 0, null, ""));

    private static Limit limit(End end, Basis basis, boolean together) {
        return new Limit(seconds(60.02), seconds(60), seconds(60.1), 4, end, "words", basis, together);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        limit(new End(Ender.CLOSE, 1001), Basis.SILENCE, false),
                        "limit",
                        "an idle connection is ended after 60 s: Close 1001"),
                Arguments.of(
                        limit(new End(Ender.CLOSE, 1005), Basis.SILENCE, false),
                        "limit",
                        "an idle connection is ended after 60 s: a Close without a code"),
                Arguments.of(
                        limit(new End(Ender.RST, null), Basis.AGE, true),
                        "limit_though_busy",
                        "a connection is ended after 60 s, though it is not idle: RST without a Close"),
                Arguments.of(
                        new HalfOpen(seconds(45), seconds(61), 2, NOBODY),
                        "half_open",
                        "an idle connection is lost after 45 s to 61 s, about 52.4 s, and nobody ends it: half-open"),
                Arguments.of(
                        new HalfOpen(Duration.ZERO, seconds(1), 2, new End(Ender.RST, null)),
                        "half_open",
                        "an idle connection is lost within 1 s, and only who speaks then finds out: RST without a Close"),
                Arguments.of(
                        new NoLimit(Duration.ofMinutes(5)),
                        "no_limit",
                        "no limit up to 5 min: an idle connection still works"),
                Arguments.of(
                        new NeverIdle(seconds(20), seconds(21), Duration.ofMinutes(5), NeverIdle.Speech.PINGS),
                        "never_idle",
                        "the server pings about every 20 s, so no connection was idle for longer than 21 s; none was lost in"
                                + " 5 min"),
                Arguments.of(
                        new Unsteady(seconds(5), seconds(70), 1, FIN, "words"),
                        "unsteady",
                        "no limit of idle time: 1 connection was lost, the first after 5 s (FIN without a Close), and others"
                                + " lived for up to 70 s"),
                Arguments.of(
                        new Unknown(seconds(12), ""),
                        "unknown",
                        "not known; an idle connection still works after 12 s"),
                Arguments.of(new Unknown(Duration.ZERO, "why"), "unknown", "not known: why"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyVerdictIsASentenceInTextAndJson(IdleVerdict verdict, String kind, String answer) throws Exception {
        IdleReport report = report(Question.PING, verdict, null, SILENT);
        assertThat(IdleWords.answer(report)).isEqualTo(answer);
        assertThat(IdleText.of(PIPE, report)).contains("\n" + answer + "\n").doesNotContain("\u001b");
        JsonNode json = new ObjectMapper().readTree(IdleJson.text(SampleResults.fullSuccess(), report));
        assertThat(json.at("/answer").textValue()).isEqualTo(answer);
        assertThat(json.at("/verdict/kind").textValue()).isEqualTo(kind);
        assertThat(json.has("pings")).isFalse();
        assertThat(json.at("/connections")).hasSize(4);
        assertThat(json.at("/connections/1/ended_by").textValue()).isEqualTo("fin");
        assertThat(json.at("/probe/success").booleanValue()).isTrue();
        assertThat(json.at("/verdict").has("limit_seconds")).isEqualTo(verdict.limit() != null);
    }

    @Test
    void serverThatAnswersNothingHasNoProofThatAnythingWorks() {
        IdleReport report = report(Question.NONE, new NoLimit(seconds(300)), null, SILENT);
        assertThat(IdleWords.answer(report)).isEqualTo("nobody ends an idle connection within 5 min");
        assertThat(IdleWords.advice(report)).singleElement().asString().contains("would not be seen");
        assertThat(IdleText.of(PIPE, report))
                .contains("asked with    nothing, since a Close is not answered either: a fresh");
    }

    @Test
    void endsInOneMomentHaveAWarning() {
        assertThat(IdleWords.advice(report(Question.PING, limit(FIN, Basis.SILENCE, true), null, SILENT)))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("All were ended in the same moment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KEPT | 72 | every 27 s keep it alive: it worked after 72 s | Ping at least every 27 s",
                "LOST | 60 | every 27 s do not keep it alive: lost after 60 s, FIN without a Close | Pings do not help",
                "UNKNOWN | 8 | every 27 s: not known, broken off after 8 s | Without a Close it is most likely"
            })
    void whatBecomesOfPingsIsSaid(Outcome outcome, double age, String phrase, String advice) {
        End end = outcome == Outcome.LOST ? FIN : null;
        IdleReport report = report(
                Question.PING,
                limit(FIN, Basis.SILENCE, false),
                new KeepAlive(seconds(27), outcome, seconds(age), end, ""),
                SILENT);
        assertThat(IdleWords.pings(report)).isEqualTo(phrase);
        assertThat(IdleWords.advice(report)).last().asString().startsWith(advice);
    }

    @Test
    void serverThatEndsAtAPingGetsNoAdviceToPing() {
        IdleReport report = endingAtPings(limit(FIN, Basis.SILENCE, false));
        assertThat(IdleWords.pings(report)).isEqualTo("none sent: the server ends a connection at a ping");
        assertThat(IdleWords.advice(report))
                .last()
                .asString()
                .startsWith("Do not ping: the server ends a connection at a ping");
        IdleReport endless = endingAtPings(new NoLimit(seconds(300)));
        assertThat(IdleWords.pings(endless)).isNull();
        assertThat(IdleWords.advice(endless)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.2504S, 250 ms",
        "PT0.9996S, 1 s",
        "PT5.04S, 5 s",
        "PT5.06S, 5.1 s",
        "PT119.94S, 119.9 s",
        "PT119.96S, 2 min",
        "PT7M30S, 7 min 30 s",
        "PT30M, 30 min"
    })
    void spansAreShort(Duration span, String words) {
        assertThat(IdleWords.span(span)).isEqualTo(words);
    }

    @Test
    void whatIsHeldIsDrawnWhileItRuns() {
        TerminalStyle style = new TerminalStyle(40, EnumSet.of(Ability.BLOCKS, Ability.COLOURS));
        assertThat(IdleText.running(style, seconds(4), SILENT, null))
                .containsExactly(
                        "silent        2 connections, for 3 s of 16 s",
                        "4 s           \u001b[36m" + "█".repeat(5) + "\u001b[0m",
                        "worked        1, after 1 s",
                        "ended         1, after 2.1 s: FIN without a Close");
        assertThat(IdleText.running(PIPE, seconds(4), List.of(SILENT.get(2)), seconds(2)))
                .first()
                .isEqualTo("pinging       1 connection, for 3 s of 8 s, a ping every 2 s");
    }
}
