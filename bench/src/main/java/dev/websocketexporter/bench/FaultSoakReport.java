package dev.websocketexporter.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a soak with faults showed.
 *
 * @param hungUp clients that went away before the end of their probe
 * @param cancelled probes that the exporter ended for it
 * @param bugs probes that it ascribes to itself
 * @param skipped probes that were not asked for, since the machine was too busy with others
 */
record FaultSoakReport(
        List<Flatness> rules,
        List<Minute> minutes,
        SoakSamples samples,
        SoakTally tally,
        List<SoakTarget> targets,
        Map<String, Integer> events,
        long hungUp,
        double cancelled,
        double bugs,
        long skipped) {
    /**
     * One minute.
     *
     * @param rate of answers, per second
     * @param goodP99Millis from request to answer, of good targets
     * @param heapMebibytes after a collection
     * @param exporterCores processor time for each second
     */
    record Minute(
            double rate,
            double goodP99Millis,
            double heapMebibytes,
            double rssMebibytes,
            double descriptors,
            double threads,
            double exporterCores,
            double serverCores,
            double loadCores) {
        List<String> cells() {
            return List.of(
                    number(rate, 0),
                    number(goodP99Millis, 0),
                    number(heapMebibytes, 1),
                    number(rssMebibytes, 0),
                    number(descriptors, 0),
                    number(threads, 0),
                    number(exporterCores, 2),
                    number(serverCores, 2),
                    number(loadCores, 2));
        }

        private static String number(double value, int decimals) {
            return String.format(Locale.ROOT, "%." + decimals + "f", value);
        }
    }

    /** For {@code docs/}. */
    String text() {
        return minuteTable() + "\n" + sentences() + "\n" + targetTable();
    }

    private String minuteTable() {
        Table table = new Table(
                "minute",
                "answers per second",
                "p99 of good targets (ms)",
                "heap (MiB)",
                "RSS (MiB)",
                "descriptors",
                "threads",
                "cores: exporter",
                "servers",
                "load");
        for (int i = 0; i < minutes.size(); i++) {
            int number = i + 1;
            if (number == 1 || number % 5 == 0 || minutes.size() < 5) {
                List<String> cells = new ArrayList<>(List.of(String.valueOf(number)));
                cells.addAll(minutes.get(i).cells());
                table.row(cells);
            }
        }
        return table.text();
    }

    private String sentences() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%,d probes said what they must while their server ran, and %,d what they must while it did not; in %,d"
                        + " something happened to the server meanwhile.%n",
                tally.count(SoakState.Judgement.RIGHT),
                tally.count(SoakState.Judgement.RIGHT_WHILE_DOWN),
                tally.count(SoakState.Judgement.EXCUSED)));
        text.append(String.format(
                Locale.ROOT,
                "%d of good targets said something else, and %d of targets that fail.%n",
                tally.wrongOfGood(),
                tally.wrongOfFaults()));
        text.append("In between: ")
                .append(events.entrySet().stream()
                        .map(event -> event.getValue() + " " + event.getKey())
                        .collect(Collectors.joining(", ")))
                .append(String.format(
                        Locale.ROOT,
                        ", and %,d clients that hung up, for which %,.0f probes ended early.%n",
                        hungUp,
                        cancelled));
        text.append("From second ").append(Math.round(rules.get(0).from())).append(" on:\n\n");
        rules.forEach(
                rule -> text.append("- ").append(rule.words(measured(rule))).append(".\n"));
        return text.toString();
    }

    private List<Flatness.Sample> measured(Flatness rule) {
        return switch (rule.what()) {
            case "descriptors" -> samples.descriptors();
            case "threads" -> samples.threads();
            default -> samples.heap();
        };
    }

    /** Targets with the same report stand in one row. */
    private String targetTable() {
        Map<String, List<SoakTarget>> byReport = new LinkedHashMap<>();
        targets.forEach(target -> byReport.computeIfAbsent(target.expected(), report -> new ArrayList<>())
                .add(target));
        Table table = new Table("targets", "reported as", "right", "wrong");
        byReport.forEach((report, all) -> table.row(List.of(
                all.stream().map(SoakTarget::does).collect(Collectors.joining("; ")),
                "`" + report + "`",
                sum(all, SoakState.Judgement.RIGHT),
                sum(all, SoakState.Judgement.WRONG))));
        return table.text();
    }

    private String sum(List<SoakTarget> all, SoakState.Judgement judgement) {
        return String.format(
                Locale.ROOT,
                "%,d",
                all.stream().mapToLong(target -> tally.count(target, judgement)).sum());
    }

    /** What must not have been; one line each. */
    List<String> broken() {
        List<String> broken = new ArrayList<>(tally.wrong());
        for (Flatness rule : rules) {
            if (!rule.holds(measured(rule))) {
                broken.add(rule.words(measured(rule)));
                if (rule.isPart()) {
                    broken.addAll(samples.heapGrowth());
                }
            }
        }
        targets.stream()
                .filter(target -> tally.count(target, SoakState.Judgement.RIGHT) == 0)
                .forEach(target -> broken.add(target.name() + " was never reported as " + target.expected()));
        if (cancelled == 0) {
            broken.add("no probe was cancelled, though " + hungUp + " clients hung up");
        }
        if (bugs > 0) {
            broken.add(
                    Math.round(bugs) + " probes failed by the exporter's own fault (internal_error, exporter_limit)");
        }
        if (skipped > 0) {
            broken.add(
                    skipped + " probes were not asked for, since those before them took too long (expected: a machine"
                            + " with two cores that has nothing else to do, or --rate=N)");
        }
        if (!samples.trouble().isEmpty()) {
            broken.add("a measurement failed: " + samples.trouble());
        }
        return broken;
    }
}
