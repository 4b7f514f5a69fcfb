package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The phases of a probe, a line each, drawn to scale one after the other. */
public final class PhaseChart {
    private static final int NAME_WIDTH = 12;
    private static final int TIME_WIDTH = 10;
    private static final int GAP = 2;
    /** With less room a bar says nothing. */
    private static final int SHORTEST_BAR = 8;

    private final TerminalStyle style;
    private final Duration whole;
    private final List<String> lines = new ArrayList<>();
    private Duration from = Duration.ZERO;

    private PhaseChart(TerminalStyle style, Duration whole) {
        this.style = style;
        this.whole = whole;
    }

    /**
     * Of a probe that runs. No line is wider than the style, so that as many lines as these can be drawn over.
     *
     * @param phases what each phase took so far, in their order
     * @param elapsed since the probe began
     */
    public static List<String> running(TerminalStyle style, Map<Phase, Duration> phases, Duration elapsed) {
        PhaseChart chart = new PhaseChart(style, elapsed);
        phases.forEach((phase, took) -> chart.add(phase, took, null));
        return chart.lines;
    }

    /** Of a probe that has ended; with what was neither, at the end. */
    public static List<String> of(TerminalStyle style, ProbeResult result) {
        Timings timings = result.timings();
        Failure failure = result.failure();
        PhaseChart chart = new PhaseChart(style, timings.total().minus(timings.before()));
        timings.phases().forEach((phase, took) -> chart.add(phase, took, failure));
        if (!timings.aside().isZero()) {
            chart.note("waiting", timings.aside(), "beside the phases, for the rest of an answer or a revocation list");
        }
        chart.note("overhead", timings.overhead(), "of this process, not of the target");
        return chart.lines;
    }

    private void add(Phase phase, Duration took, @Nullable Failure failure) {
        boolean failed = failure != null && failure.phase() == phase;
        String name = Figures.left(phase.label(), NAME_WIDTH);
        String head = (failed ? style.bad(name) : name) + Figures.right(Figures.time(took), TIME_WIDTH);
        lines.add(head + bar(took, failed));
        from = from.plus(took);
    }

    private String bar(Duration took, boolean failed) {
        int room = style.width() - NAME_WIDTH - TIME_WIDTH - GAP - 1;
        if (room < SHORTEST_BAR) {
            return failed ? "  " + style.bad("x") : "";
        }
        int begin = Math.min(room - 1, column(from, room));
        int end = Math.min(room, column(from.plus(took), room));
        String bar = style.columns(Math.max(0, end - begin));
        return " ".repeat(GAP + begin) + (failed ? style.bad(bar) : style.bar(bar));
    }

    private int column(Duration at, int room) {
        long all = Math.max(1, whole.toNanos());
        return (int) Math.round((double) room * at.toNanos() / all);
    }

    private void note(String name, Duration took, String words) {
        String line = Figures.left(name, NAME_WIDTH) + Figures.right(Figures.time(took), TIME_WIDTH);
        boolean fits = line.length() + GAP + words.length() <= style.width();
        lines.add(style.soft(line + (fits ? " ".repeat(GAP) + words : "")));
    }
}
