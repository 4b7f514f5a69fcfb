package dev.websocketexporter.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a round showed.
 *
 * @param hurting the answers to probes of hostile targets
 * @param blamed how many of these say something of the target that is not so
 * @param answers to the probes of healthy targets
 * @param health how long each answer of {@code /-/healthy} took beyond that of a server which does nothing else, asked at
 *     the same time
 * @param afterwards what a healthy target's probe said when it was over; empty: a success
 * @param memory of the exporter
 */
record WallRound(
        String name,
        List<WallAnswer> hurting,
        int blamed,
        List<HealthyProbe> answers,
        List<Duration> health,
        String afterwards,
        Memory memory) {
    /** The name of a round in which nothing hurts. */
    static final String NOTHING = "nothing else";

    /** What an answer of {@code /-/healthy} may take. */
    static final Duration HEALTHY_WITHIN = Duration.ofMillis(100);

    /** The peers and those who ask share the cores: a few answers are later than the exporter is. */
    private static final double USUALLY = 0.9;

    /** By how much an answer may be late for the same reason. */
    private static final Duration LATE = Duration.ofSeconds(2);

    /**
     * A probe of a healthy target.
     *
     * @param failure what the exporter answered instead of a success; empty: a success
     */
    record HealthyProbe(String target, Duration took, String failure) {}

    /**
     * In MiB.
     *
     * @param most the resident memory at its peak in this round
     * @param limit what the container of the example may have
     */
    record Memory(double most, int limit) {}

    static Table table() {
        return new Table(
                "what hurts it",
                "probes of it",
                "in their budget",
                "refused with 503",
                "later, or none",
                "the slowest (s, of 5)",
                "wrong reasons",
                "healthy probes",
                "of these failed",
                "their p99 (ms)",
                "`/-/healthy` p90, p99, at most (ms)",
                "peak RSS (MiB)",
                "afterwards");
    }

    List<String> cells() {
        return List.of(
                name,
                String.valueOf(hurting.size()),
                String.valueOf(count(WallAnswer::isInTime)),
                String.valueOf(count(WallAnswer::isRefused)),
                String.valueOf(late()),
                hurting.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, "%.2f", slowest().toNanos() / 1e9),
                String.valueOf(blamed),
                String.valueOf(answers.size()),
                String.valueOf(failed().size()),
                millis(quantile(answers.stream().map(HealthyProbe::took).toList(), 0.99)),
                millis(quantile(health, USUALLY)) + ", " + millis(quantile(health, 0.99)) + ", "
                        + millis(quantile(health, 1)),
                String.format(Locale.ROOT, "%.0f", memory.most()),
                afterwards.isEmpty() ? "healthy" : "failed");
    }

    boolean isOfNothing() {
        return name.startsWith(NOTHING);
    }

    /** For the eye: the cells, and how often each was said. */
    String line() {
        return String.join(", ", cells()) + " " + said();
    }

    /** What must not have been; one line each. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        failed().forEach(probe -> broken.add(name + ": " + probe.target() + " is healthy, and was reported as: "
                + probe.failure().strip().replace('\n', ' ')));
        Duration honest = quantile(answers.stream().map(HealthyProbe::took).toList(), 1);
        if (honest.compareTo(WallAnswer.IN_TIME) > 0) {
            broken.add(name + ": a healthy target's answer took " + honest + " (expected: at most " + WallAnswer.IN_TIME
                    + ")");
        }
        if (answers.isEmpty() || health.isEmpty()) {
            broken.add(name + ": nothing was measured");
        }
        Duration late = quantile(health, USUALLY);
        if (late.compareTo(HEALTHY_WITHIN) > 0) {
            broken.add(name + ": /-/healthy took " + late.toMillis()
                    + " ms or more in one of ten cases (expected: at most " + HEALTHY_WITHIN.toMillis() + " ms)");
        }
        if (blamed > 0) {
            broken.add(name + ": " + blamed + " targets were blamed for what they did not do: " + said());
        }
        if (hurting.stream().anyMatch(answer -> !answer.isResult() && !answer.isRefused())) {
            broken.add(name + ": requests without a result or a 503: " + said());
        }
        if (slowest().compareTo(WallAnswer.BUDGET.plus(LATE)) > 0) {
            broken.add(name + ": an answer took " + slowest() + " (expected: " + WallAnswer.BUDGET
                    + ", or a little more on a busy machine)");
        }
        if (!afterwards.isEmpty()) {
            broken.add(name + ": afterwards a healthy target was reported as: " + afterwards);
        }
        if (memory.most() > memory.limit()) {
            broken.add(name + ": " + memory.most() + " MiB (expected: at most " + memory.limit() + ")");
        }
        return broken;
    }

    private int count(Function<WallAnswer, Boolean> which) {
        return (int) hurting.stream().filter(which::apply).count();
    }

    private int late() {
        return hurting.size() - count(WallAnswer::isInTime) - count(WallAnswer::isRefused);
    }

    private Duration slowest() {
        return quantile(hurting.stream().map(WallAnswer::took).toList(), 1);
    }

    private Map<String, Long> said() {
        return hurting.stream().collect(Collectors.groupingBy(WallAnswer::said, TreeMap::new, Collectors.counting()));
    }

    private List<HealthyProbe> failed() {
        return answers.stream().filter(probe -> !probe.failure().isEmpty()).toList();
    }

    private static Duration quantile(List<Duration> all, double quantile) {
        List<Duration> sorted = all.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.0f", duration.toNanos() / 1e6);
    }
}
