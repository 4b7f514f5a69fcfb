package dev.websocketexporter.bench;

import dev.websocketexporter.bench.LoadPlan.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Has every contestant do the same, one right after the other, in rounds: whatever else the machine does meets all of
 * them. Who begins changes from round to round.
 */
final class Contest {
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final int WARM_UP_AT_ONCE = 16;
    static final Duration BRIEFLY = Duration.ofSeconds(1);

    private final Laboratory laboratory;
    private final List<Contestant> contestants;
    private final List<Sample> samples = new ArrayList<>();

    Contest(Laboratory laboratory, List<Contestant> contestants) {
        this.laboratory = laboratory;
        this.contestants = List.copyOf(contestants);
    }

    /**
     * Nothing is noted: what a Java runtime compiles is compiled when it counts, and connections and caches are there.
     *
     * @param first how long the first contestant is asked, for each scheme; the others need none but are asked briefly
     */
    void warmUp(List<Scheme> schemes, Duration first) throws IOException {
        for (Scheme scheme : schemes) {
            for (Contestant contestant : contestants) {
                boolean isFirst = contestant.equals(contestants.get(0));
                play(-1, contestant, scheme, new Pace.Closed(WARM_UP_AT_ONCE), isFirst ? first : BRIEFLY);
            }
        }
    }

    /** One round of one load, of those who play in it. */
    void round(int number, Scheme scheme, Pace pace, Duration each) throws IOException {
        List<Contestant> order = new ArrayList<>(contestants.stream()
                .filter(contestant -> contestant.part().plays(number))
                .toList());
        Collections.rotate(order, number);
        for (Contestant contestant : order) {
            Sample sample = play(number, contestant, scheme, pace, each);
            samples.add(sample);
            show(sample, pace instanceof Pace.Open ? "per second" : "at once");
        }
    }

    private static void show(Sample sample, String unit) {
        LoadResult result = sample.result();
        System.out.printf(
                Locale.ROOT,
                "round %d %-12s %-15s %4d %-10s %.3f ms cpu, p50 %.2f ms, p99 %.2f ms, %.0f/s, %d failed%n",
                sample.round(),
                sample.scheme().title(),
                sample.contestant(),
                sample.load(),
                unit,
                sample.cpuMillis(),
                result.p50(),
                result.p99(),
                result.perSecond(),
                result.failed());
    }

    private Sample play(int number, Contestant contestant, Scheme scheme, Pace pace, Duration each) throws IOException {
        String path = contestant.paths().get(scheme);
        int port = contestant.subject().port();
        LoadPlan plan;
        int load;
        if (pace instanceof Pace.Closed closed) {
            load = closed.atOnce();
            plan = LoadPlan.closed(port, path, load, each);
        } else {
            load = ((Pace.Open) pace).perSecond();
            plan = LoadPlan.open(port, List.of(path), load, each);
        }
        double before = contestant.subject().cpuSeconds();
        LoadResult result = laboratory.load(plan);
        double used = contestant.subject().cpuSeconds() - before;
        double cpuMillis = used * MILLIS_PER_SECOND / (result.done() + result.failed());
        return new Sample(number, contestant.name(), scheme, load, cpuMillis, result);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
