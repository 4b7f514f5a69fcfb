package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.State;
import dev.websocketexporter.probe.idle.IdleReport;
import dev.websocketexporter.probe.idle.IdleReport.Question;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.idle.IdleVerdict.NeverIdle;
import dev.websocketexporter.probe.idle.IdleVerdict.NoLimit;
import dev.websocketexporter.render.IdleWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trial of idle connections for a person: what is held while it runs, and what was found. */
public final class IdleText {
    private static final String PAGE = "https://github.com/websocketexporter/websocket_exporter/blob/main/docs/idle.md";
    private static final int COLUMN = 14;

    private final TerminalStyle style;
    private final IdleReport report;
    private final Paragraphs text;

    private IdleText(TerminalStyle style, IdleReport report) {
        this.style = style;
        this.report = report;
        this.text = new Paragraphs(style);
    }

    /** The line before the base probe. */
    public static String heading(String probe, Duration longest) {
        return probe + ", silence of up to " + IdleWords.span(longest);
    }

    /** The base probe, which succeeded, in a line. */
    public static String base(TerminalStyle style, ProbeResult result) {
        return Figures.left("base probe", COLUMN) + style.good("success") + " in "
                + Figures.time(result.timings().total());
    }

    /**
     * What is held, in lines that are drawn over.
     *
     * @param elapsed since the trial began
     * @param pinged the interval of pings; absent: nobody pings
     */
    public static List<String> running(
            TerminalStyle style, Duration elapsed, List<IdleConnection> connections, @Nullable Duration pinged) {
        List<String> lines = new ArrayList<>();
        Duration longest = connections.stream()
                .map(IdleConnection::length)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration oldest = connections.stream()
                .filter(IdleConnection::isWaiting)
                .map(IdleConnection::age)
                .max(Comparator.naturalOrder())
                .orElse(longest);
        lines.add(Figures.left(pinged == null ? "silent" : "pinging", COLUMN)
                + held(connections, oldest, longest)
                + (pinged == null ? "" : ", a ping every " + IdleWords.span(pinged)));
        lines.add(Figures.left(IdleWords.span(elapsed), COLUMN) + bar(style, oldest, longest));
        for (State state : List.of(State.ANSWERED, State.ENDED, State.LOST, State.NOT_OPENED)) {
            List<IdleConnection> some =
                    connections.stream().filter(one -> one.state() == state).toList();
            if (!some.isEmpty()) {
                lines.add(Figures.left(label(state), COLUMN) + some(some));
            }
        }
        return lines;
    }

    private static String held(List<IdleConnection> connections, Duration oldest, Duration longest) {
        long waiting = connections.stream().filter(IdleConnection::isWaiting).count();
        return Figures.count(waiting, "connection") + ", for " + IdleWords.span(oldest) + " of "
                + IdleWords.span(longest);
    }

    private static String bar(TerminalStyle style, Duration part, Duration whole) {
        int room = style.width() - COLUMN - 1;
        double share = whole.isZero() ? 1 : Math.min(1, (double) part.toNanos() / whole.toNanos());
        return style.bar(style.columns((int) Math.round(share * room)));
    }

    private static String label(State state) {
        return switch (state) {
            case ANSWERED -> "worked";
            case NOT_OPENED -> "not opened";
            case GIVEN_UP -> "cut short";
            default -> state.label();
        };
    }

    private static String some(List<IdleConnection> connections) {
        IdleConnection first = connections.get(0);
        String why = first.end() == null ? first.detail() : IdleWords.who(first.end());
        Duration least = connections.stream()
                .map(IdleConnection::age)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Duration most = connections.stream()
                .map(IdleConnection::age)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        String from = IdleWords.span(least);
        String to = IdleWords.span(most);
        return connections.size()
                + (first.state() == State.NOT_OPENED ? "" : ", after " + from + (from.equals(to) ? "" : " to " + to))
                + (first.state() == State.ANSWERED || why.isEmpty() ? "" : ": " + why);
    }

    /** What was found. */
    public static String of(TerminalStyle style, IdleReport report) {
        return new IdleText(style, report).text();
    }

    private String text() {
        addQuestion();
        addConnections();
        String pings = IdleWords.pings(report);
        if (pings != null) {
            text.add("pings", pings);
        }
        text.blank();
        if (report.interrupted()) {
            text.line(style.strong("broken off") + "; what is known until then:");
        }
        text.line(style.strong(painted(IdleWords.answer(report))));
        IdleWords.advice(report).forEach(sentence -> text.indented(2, 0, sentence));
        if (!(report.verdict() instanceof NoLimit)) {
            text.line("  More: " + PAGE);
        }
        return text.toString();
    }

    private String painted(String answer) {
        IdleVerdict verdict = report.verdict();
        if (verdict instanceof NoLimit || verdict instanceof NeverIdle) {
            return style.good(answer);
        }
        return verdict instanceof IdleVerdict.Unknown ? answer : style.bad(answer);
    }

    private void addQuestion() {
        if (report.question() == Question.PING) {
            text.add(
                    "asked with",
                    "a ping"
                            + (report.roundTrip() == null
                                    ? ""
                                    : "; a fresh connection answers within " + Figures.time(report.roundTrip())));
        } else if (!report.questionDetail().isEmpty()) {
            text.add(
                    "asked with",
                    (report.question() == Question.CLOSE ? "a Close" : "nothing, since a Close is not answered either")
                            + ": " + report.questionDetail());
        }
    }

    private void addConnections() {
        for (State state : State.values()) {
            List<IdleConnection> some = report.connections().stream()
                    .filter(one -> one.state() == state)
                    .toList();
            if (!some.isEmpty()) {
                text.add(label(state), some(some));
                // Of one that nobody ended, all is said.
                if (some.get(0).end() != null && some.get(0).end().by() != Ender.NOBODY) {
                    text.more(some.get(0).detail());
                }
            }
        }
    }
}
