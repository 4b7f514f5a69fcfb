package dev.websocketexporter.bench;

import static dev.websocketexporter.bench.Everyday.OURS;
import static dev.websocketexporter.bench.Everyday.PEER;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the two exporters did side by side, as tables of the page. */
final class EverydayTables {
    /** Where a window of the processor time ends, in pieces: after 45 s, 90 s, 5 min and 10 min. */
    private static final List<Integer> CPU_WINDOWS = List.of(3, 6, 20, EverydayScale.FIRST_PIECES);

    /** Where a window of the reported durations ends: after 1 min, 2 min and 10 min. */
    private static final List<Integer> DURATION_WINDOWS = List.of(4, 8, EverydayScale.FIRST_PIECES);

    private final Report report;
    private final Table memory = new Table("RSS (MiB)", OURS, PEER, "ratio");
    private final Goals memoryGoals = new Goals();

    EverydayTables(Report report) {
        this.report = report;
    }

    void firstMinutes(Duel all) {
        report.add("everyday-cpu", cpu(all));
        report.add("everyday-durations", durations(all));
        failures("in the first minutes", all);
    }

    private static String cpu(Duel all) {
        Table table = new Table("since the start", OURS, PEER, "ratio");
        for (Duel window : windows(all, CPU_WINDOWS)) {
            table.row(row(window.seconds(), window.whole(2, Piece::cpuMillis)));
        }
        table.row(row(all.seconds(), all.whole(2, Piece::cpuMillis)));
        double own = all.allOurs().cpuSeconds();
        double theirs = all.allPeers().cpuSeconds();
        return table.text()
                + String.format(
                        Locale.ROOT,
                        "%nIn all, start included: %.2f s of processor time and %.2f s, which is %.2f times as much.%n",
                        own,
                        theirs,
                        own / theirs)
                + new Goals()
                        .ratioAtMost(1.5, "Processor time of all that time, as a ratio", own / theirs)
                        .text();
    }

    private static String durations(Duel all) {
        Table table = new Table("target", "since the start", OURS, PEER, "ratio");
        Goals goals = new Goals();
        for (Scheme scheme : SteadyLoad.SCHEMES) {
            for (Duel window : windows(all, DURATION_WINDOWS)) {
                List<String> cells = row(scheme.title(), List.of(window.seconds()));
                cells.addAll(window.whole(2, piece -> piece.reportedMillis(scheme)));
                table.row(cells);
            }
            Duel second = all.window(DURATION_WINDOWS.get(0), DURATION_WINDOWS.get(1));
            goals.ratioAtMost(
                    1.1,
                    "From one minute after the start on, " + scheme.title() + ", as a ratio",
                    second.allOurs().reportedMillis(scheme) / second.allPeers().reportedMillis(scheme));
        }
        return table.text() + goals.text();
    }

    private static List<Duel> windows(Duel all, List<Integer> ends) {
        List<Duel> windows = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            windows.add(all.window(from, end));
            from = end;
        }
        return windows;
    }

    void hot(Duel all) {
        Table table = new Table("", OURS, PEER, "ratio");
        table.row(row("processor time of a probe", all.medians(2, Piece::cpuMillis)));
        for (Scheme scheme : SteadyLoad.SCHEMES) {
            table.row(row(
                    "`probe_duration_seconds`, " + scheme.title(),
                    all.medians(2, piece -> piece.reportedMillis(scheme))));
        }
        Goals goals = new Goals().ratioAtMost(0.8, "Processor time, as a ratio", all.medianRatio(Piece::cpuMillis));
        report.add("everyday-hot", table.text() + goals.text());
        failures("after the full load", all);
    }

    void fullLoad(String whose, LoadResult result) {
        fullLoad(report, whose + " at full load", result);
    }

    static void fullLoad(Report report, String which, LoadResult result) {
        report.addFailures(which, result.failed(), result.done() + result.failed());
    }

    private void failures(String when, Duel all) {
        failures(report, OURS + " " + when, all.allOurs());
        failures(report, PEER + " " + when, all.allPeers());
    }

    static void failures(Report report, String which, Piece piece) {
        report.addFailures(which, piece.failed(), piece.answers().size());
    }

    /** In ms a second. */
    void idle(Spread own, Spread theirs) {
        Table table = new Table("", OURS, PEER);
        table.row(List.of("processor time of a second (ms)", own.text(2), theirs.text(2)));
        report.add("everyday-idle", table.text());
    }

    /** One more row; the table is complete when {@link #addMemory} adds it. */
    void memory(String when, double own, double theirs) {
        memory.row(List.of(when, Duel.number(own, 0), Duel.number(theirs, 0), Duel.number(own / theirs, 1)));
    }

    /** The same, with the most that this exporter should need. */
    void memory(String when, double own, double theirs, double most) {
        memory(when, own, theirs);
        memoryGoals.atMost(most, "RSS " + when, own, 0, " MiB");
    }

    void addMemory() {
        report.add("everyday-memory", memory.text() + memoryGoals.text());
    }

    private static List<String> row(String title, List<String> cells) {
        return new ArrayList<>(Stream.concat(Stream.of(title), cells.stream()).toList());
    }
}
