package dev.websocketexporter.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fuzzer has done.
 *
 * @param edges coverage, of the classes that it looks at
 * @param spent on them, the start of the process included
 * @param entries by which its corpus has grown
 * @param findings inputs that broke a rule
 */
record FuzzFigures(long executions, long edges, Duration spent, long entries, long findings) {
    static final FuzzFigures NONE = new FuzzFigures(0, 0, Duration.ZERO, 0, 0);

    /** {@code #8192 pulse cov: 171 ft: 431 corp: 47/1821b lim: 60 exec/s: 318 rss: 766Mb}. */
    private static final Pattern PROGRESS = Pattern.compile("(?m)^#(\\d+)\\s.*?cov: (\\d+)");

    private static final Pattern TOTAL = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

    /** From the output of libFuzzer, whose last line of progress is there also when it broke off. */
    static FuzzFigures read(String output) {
        long executions = 0;
        long edges = 0;
        Matcher progress = PROGRESS.matcher(output);
        while (progress.find()) {
            executions = Math.max(executions, Long.parseLong(progress.group(1)));
            edges = Math.max(edges, Long.parseLong(progress.group(2)));
        }
        Matcher total = TOTAL.matcher(output);
        if (total.find()) {
            executions = Math.max(executions, Long.parseLong(total.group(1)));
        }
        return new FuzzFigures(executions, edges, Duration.ZERO, 0, 0);
    }

    FuzzFigures with(Duration time, long newEntries, long found) {
        return new FuzzFigures(executions, edges, time, newEntries, found);
    }

    /** With a later turn of the same target: it covers what is covered by its corpus, and more. */
    FuzzFigures plus(FuzzFigures later) {
        return sum(later, Math.max(edges, later.edges));
    }

    /** With another target. */
    FuzzFigures plusOther(FuzzFigures other) {
        return sum(other, edges + other.edges);
    }

    private FuzzFigures sum(FuzzFigures other, long newEdges) {
        return new FuzzFigures(
                executions + other.executions,
                newEdges,
                spent.plus(other.spent),
                entries + other.entries,
                findings + other.findings);
    }

    private long perSecond() {
        return spent.isZero() ? 0 : executions * 1_000 / Math.max(1, spent.toMillis());
    }

    List<String> cells(String name) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%,d", executions),
                String.format(Locale.ROOT, "%,d", perSecond()),
                String.valueOf(edges),
                String.valueOf(entries),
                String.valueOf(findings));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d executions in %d s (%,d a second), %d edges, %d new corpus entries, %d findings",
                executions,
                spent.toSeconds(),
                perSecond(),
                edges,
                entries,
                findings);
    }
}
