package dev.websocketexporter.server.page;

import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.server.recording.RecentOutcomes.Cell;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SVG by attributes and classes alone, since the security policy permits no style in it; {@code draw.js} draws the same. */
final class Drawings {
    /** How many probes a strip or a sparkline shows, the newest at the right end. */
    static final int CELLS = 40;

    private static final int WHOLE = 10_000;

    /** A shorter phase would not be visible at all. */
    private static final int THINNEST = 40;

    private Drawings() {}

    /**
     * The phases one after the other, as wide as they were long.
     *
     * @param before what the bar is empty for at its beginning: earlier attempts
     * @param failed the phase that failed; absent: none
     */
    static void bar(Html html, Map<Phase, Duration> phases, Duration total, Duration before, @Nullable Phase failed) {
        double whole = Math.max(1, total.toNanos());
        double from = before.toNanos();
        open(html, "bar", WHOLE, 10, words(phases));
        for (Map.Entry<Phase, Duration> phase : phases.entrySet()) {
            double width = Math.max(THINNEST, WHOLE * phase.getValue().toNanos() / whole);
            double x = Math.min(WHOLE * from / whole, WHOLE - width);
            String label = phase.getKey().label();
            html.open(
                            "rect",
                            "class",
                            phase.getKey() == failed ? label + " failed" : label,
                            "x",
                            String.valueOf(Math.round(x)),
                            "width",
                            String.valueOf(Math.round(width)),
                            "height",
                            "10")
                    .element("title", label + " " + Words.duration(phase.getValue()))
                    .close("rect");
            from += phase.getValue().toNanos();
        }
        html.close("svg");
    }

    /** The same as text. */
    static String words(Map<Phase, Duration> phases) {
        return phases.entrySet().stream()
                .map(phase -> phase.getKey().label() + " " + Words.duration(phase.getValue()))
                .collect(Collectors.joining(" · "));
    }

    /** Which colour is which phase. */
    static void legend(Html html) {
        html.open("ul", "class", "legend soft", "aria-label", "colours of the phases");
        for (Phase phase : Phase.values()) {
            html.open("li")
                    .open("svg", "class", "key", "viewBox", "0 0 1 1", "aria-hidden", "true")
                    .open("rect", "class", phase.label(), "width", "1", "height", "1")
                    .close("rect")
                    .close("svg")
                    .text(phase.label())
                    .close("li");
        }
        html.close("ul");
    }

    /** One field a probe, of at most {@link #CELLS}. Fields of one kind are one path, since a page may have hundreds of strips. */
    static void strip(Html html, List<Cell> cells) {
        long good = cells.stream().filter(Cell::success).count();
        int empty = CELLS - cells.size();
        open(html, "strip", CELLS * 10 - 2, 20, good + " of " + cells.size() + " probes succeeded");
        StringBuilder none = new StringBuilder();
        for (int i = 0; i < empty; i++) {
            field(none, i);
        }
        path(html, "none", none);
        path(html, "good", fields(cells, empty, true));
        path(html, "bad", fields(cells, empty, false));
        html.close("svg");
    }

    private static StringBuilder fields(List<Cell> cells, int empty, boolean success) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).success() == success) {
                field(fields, empty + i);
            }
        }
        return fields;
    }

    private static void field(StringBuilder path, int at) {
        path.append('M').append(at * 10).append(" 0h8v20h-8z");
    }

    /** Durations over time, from zero up; a probe that failed is a mark at the bottom. Nothing for a single probe. */
    static void spark(Html html, List<Cell> cells) {
        if (cells.size() < 2) {
            return;
        }
        Duration most = Duration.ZERO;
        Duration least = null;
        for (Cell cell : cells) {
            if (cell.success()) {
                most = cell.duration().compareTo(most) > 0 ? cell.duration() : most;
                least = least == null || cell.duration().compareTo(least) < 0 ? cell.duration() : least;
            }
        }
        open(
                html,
                "spark",
                100,
                24,
                least == null ? "no probe succeeded" : Words.duration(least) + " to " + Words.duration(most));
        StringBuilder line = new StringBuilder();
        StringBuilder fails = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String x = Words.tenths(100.0 * (CELLS - cells.size() + i) / (CELLS - 1), false);
            if (cells.get(i).success()) {
                double height = 20.0 * cells.get(i).duration().toNanos() / Math.max(1, most.toNanos());
                line.append(i > 0 && cells.get(i - 1).success() ? 'L' : 'M').append(x);
                line.append(' ').append(Words.tenths(22 - height, false));
            } else {
                fails.append('M').append(x).append(" 24v-5");
            }
        }
        path(html, null, line);
        path(html, "fails", fails);
        html.close("svg");
    }

    private static void open(Html html, String kind, int width, int height, String label) {
        html.open(
                "svg",
                "class",
                kind,
                "viewBox",
                "0 0 " + width + " " + height,
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                label);
    }

    private static void path(Html html, @Nullable String kind, StringBuilder fields) {
        if (!fields.isEmpty()) {
            html.open("path", "class", kind, "d", fields.toString()).close("path");
        }
    }
}
