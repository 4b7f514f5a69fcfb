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

    /** One field a probe, of at most {@link #CELLS}. Equal ones in a row are one dashed line, as a page may have hundreds. */
    static void strip(Html html, List<Cell> cells) {
        int empty = CELLS - cells.size();
        long good = cells.stream().filter(Cell::success).count();
        open(html, "strip", CELLS * 10 - 2, 20, good + " of " + cells.size() + " probes succeeded");
        StringBuilder none = new StringBuilder();
        if (empty > 0) {
            line(none, 0, empty);
        }
        path(html, "none", none);
        path(html, "good", lines(cells, empty, true));
        path(html, "bad", lines(cells, empty, false));
        html.close("svg");
    }

    private static StringBuilder lines(List<Cell> cells, int empty, boolean success) {
        StringBuilder lines = new StringBuilder();
        int from = 0;
        for (int at = 0; at <= cells.size(); at++) {
            if (at == cells.size() || cells.get(at).success() != success) {
                if (from < at) {
                    line(lines, empty + from, empty + at);
                }
                from = at + 1;
            }
        }
        return lines;
    }

    private static void line(StringBuilder path, int from, int until) {
        path.append('M').append(from * 10).append(" 10H").append(until * 10 - 2);
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
        String label = least == null ? "no probe succeeded" : Words.duration(least) + " to " + Words.duration(most);
        open(html, "spark", CELLS * 10 - 10, 100, label);
        StringBuilder line = new StringBuilder();
        StringBuilder fails = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            int x = (CELLS - cells.size() + i) * 10;
            if (cells.get(i).success()) {
                double height = 80.0 * cells.get(i).duration().toNanos() / Math.max(1, most.toNanos());
                line.append(i > 0 && cells.get(i - 1).success() ? 'L' : 'M').append(x);
                line.append(' ').append(Math.round(90 - height));
            } else {
                fails.append('M').append(x).append(" 98v-20");
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
                "img");
        html.element("title", label);
    }

    private static void path(Html html, @Nullable String kind, StringBuilder fields) {
        if (!fields.isEmpty()) {
            html.open("path", "class", kind, "d", fields.toString()).close("path");
        }
    }
}
