package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What many probes of one target have in common, as {@code ping} ends. */
public final class SummaryText {
    private static final int NAME_WIDTH = 12;
    private static final int FIGURE_WIDTH = 10;
    private static final int PERCENTILE = 95;

    /** Of the probes that succeeded: what a failed one took says when somebody gave up. */
    private final Map<Phase, List<Duration>> phases = new EnumMap<>(Phase.class);

    private final List<Duration> totals = new ArrayList<>();
    private final Map<String, Kind> failures = new LinkedHashMap<>();
    private int failed;

    /**
     * Failures alike.
     *
     * @param count how many
     * @param latest one of them
     */
    private record Kind(int count, ProbeResult latest) {}

    /** One more probe that ended by itself. */
    public void add(ProbeResult result) {
        Failure failure = result.failure();
        if (result.successful()) {
            result.timings()
                    .phases()
                    .forEach((phase, took) -> phases.computeIfAbsent(phase, none -> new ArrayList<>())
                            .add(took));
            totals.add(result.timings().total());
            return;
        }
        failed++;
        String kind = failure == null
                ? "forbidden"
                : failure.phase().label() + "/" + failure.reason().label();
        Kind before = failures.get(kind);
        failures.put(kind, new Kind(before == null ? 1 : before.count() + 1, result));
    }

    /** The summary of all that were added; empty when there are none. */
    public String text(TerminalStyle style) {
        Paragraphs text = new Paragraphs(style);
        int all = totals.size() + failed;
        if (all == 0) {
            return "";
        }
        text.blank();
        String counts = Figures.count(all, "probe") + ", " + totals.size() + " successful, " + failed + " failed"
                + (failed == 0 ? "" : " (" + Math.round(100.0 * failed / all) + " %)");
        text.line(style.strong(failed == 0 ? style.good(counts) : style.bad(counts)));
        if (!totals.isEmpty()) {
            text.line(Figures.left("ms", NAME_WIDTH) + columns("min", "mean", "p95", "max"));
            phases.forEach((phase, times) -> text.line(row(phase.label(), times)));
            text.line(style.strong(row("in all", totals)));
        }
        if (failed > 0) {
            addFailures(text);
        }
        return text.toString();
    }

    private static String row(String name, List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        Duration mean = sorted.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(sorted.size());
        return Figures.left(name, NAME_WIDTH)
                + columns(
                        Figures.milliseconds(sorted.get(0)),
                        Figures.milliseconds(mean),
                        Figures.milliseconds(percentile(sorted)),
                        Figures.milliseconds(sorted.get(sorted.size() - 1)));
    }

    private static String columns(String... figures) {
        StringBuilder row = new StringBuilder();
        for (String figure : figures) {
            row.append(Figures.right(figure, FIGURE_WIDTH));
        }
        return row.toString();
    }

    /** The nearest rank: a time that was measured. */
    private static Duration percentile(List<Duration> sorted) {
        int rank = (PERCENTILE * sorted.size() + 99) / 100;
        return sorted.get(rank - 1);
    }

    /** With the words about the most frequent one, the latest of its kind. */
    private void addFailures(Paragraphs text) {
        List<Map.Entry<String, Kind>> kinds = failures.entrySet().stream()
                .sorted(Comparator.comparing(kind -> -kind.getValue().count()))
                .toList();
        kinds.forEach(
                kind -> text.line(Figures.right(String.valueOf(kind.getValue().count()), 4) + "  "
                        + text.style().bad(kind.getKey())));
        ProbeResult latest = kinds.get(0).getValue().latest();
        Failure failure = latest.failure();
        if (failure != null) {
            ProbeText.addAdvice(text, RunbookRows.forFailure(failure, latest));
        }
    }
}
