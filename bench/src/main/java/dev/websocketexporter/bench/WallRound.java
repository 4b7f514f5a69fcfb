package dev.websocketexporter.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a round showed.
 *
 * @param hurting how many probes of hostile targets were answered
 * @param answers to the probes of healthy targets
 * @param health how long each answer of {@code /-/healthy} took beyond that of a server which does nothing else, asked at
 *     the same time
 * @param rssMebibytes of the exporter at its end
 */
record WallRound(String name, int hurting, List<HealthyProbe> answers, List<Duration> health, double rssMebibytes) {
    /** What an answer of {@code /-/healthy} may take. */
    static final Duration HEALTHY_WITHIN = Duration.ofMillis(100);

    /** The peers and those who ask share the cores: a few answers are later than the exporter is. */
    private static final double USUALLY = 0.9;

    /**
     * A probe of a healthy target.
     *
     * @param failure what the exporter answered instead of a success; empty: a success
     */
    record HealthyProbe(String target, Duration took, String failure) {}

    List<String> cells() {
        return List.of(
                name,
                String.valueOf(hurting),
                String.valueOf(answers.size()),
                String.valueOf(failed().size()),
                millis(quantile(answers.stream().map(HealthyProbe::took).toList(), 0.99)),
                millis(quantile(health, 0.99)),
                millis(quantile(health, 1)),
                String.format(Locale.ROOT, "%.0f", rssMebibytes));
    }

    String line() {
        return String.join(", ", cells());
    }

    /** What must not have been; one line each. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        failed().forEach(probe -> broken.add(name + ": " + probe.target() + " is healthy, and was reported as: "
                + probe.failure().strip().replace('\n', ' ')));
        if (answers.isEmpty() || health.isEmpty()) {
            broken.add(name + ": nothing was measured");
        }
        Duration late = quantile(health, USUALLY);
        if (late.compareTo(HEALTHY_WITHIN) > 0) {
            broken.add(name + ": /-/healthy took " + late.toMillis()
                    + " ms or more in one of ten cases (expected: at most " + HEALTHY_WITHIN.toMillis() + " ms)");
        }
        return broken;
    }

    private List<HealthyProbe> failed() {
        return answers.stream().filter(probe -> !probe.failure().isEmpty()).toList();
    }

    private static Duration quantile(List<Duration> all, double quantile) {
        List<Duration> sorted = all.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }
}
