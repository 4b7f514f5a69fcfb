package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
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
    private final Map<Phase, Times> phases = new EnumMap<>(Phase.class);

    private final Times totals = new Times();
    private final Map<String, Kind> failures = new LinkedHashMap<>();
    private long failed;

    /**
     * Failures alike.
     *
     * @param count how many
     * @param latest one of them
     */
    private record Kind(long count, ProbeResult latest) {}

    /** One more probe that ended by itself. */
    public void add(ProbeResult result) {
        Failure failure = result.failure();
        if (result.successful()) {
            result.timings()
                    .phases()
                    .forEach((phase, took) ->
                            phases.computeIfAbsent(phase, none -> new Times()).add(took));
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
        long all = totals.count() + failed;
        if (all == 0) {
            return "";
        }
        text.blank();
        String counts = Figures.count(all, "probe") + ", " + totals.count() + " successful, " + failed + " failed"
                + (failed == 0 ? "" : " (" + Math.round(100.0 * failed / all) + " %)");
        text.line(style.strong(failed == 0 ? style.good(counts) : style.bad(counts)));
        if (totals.count() > 0) {
            text.line(Figures.left("ms", NAME_WIDTH) + columns("min", "mean", "p95", "max"));
            phases.forEach((phase, times) -> text.line(row(phase.label(), times)));
            text.line(style.strong(row("in all", totals)));
        }
        if (failed > 0) {
            addFailures(text);
        }
        return text.toString();
    }

    private static String row(String name, Times times) {
        return Figures.left(name, NAME_WIDTH)
                + columns(
                        Figures.milliseconds(times.least()),
                        Figures.milliseconds(times.mean()),
                        Figures.milliseconds(times.percentile(PERCENTILE)),
                        Figures.milliseconds(times.greatest()));
    }

    private static String columns(String... figures) {
        StringBuilder row = new StringBuilder();
        for (String figure : figures) {
            row.append(Figures.right(figure, FIGURE_WIDTH));
        }
        return row.toString();
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
