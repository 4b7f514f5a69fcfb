package dev.websocketexporter.bench;

import dev.websocketexporter.bench.GoHolder.Pinger;
import dev.websocketexporter.bench.WatchScale.Crowd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Idle connections, held by this exporter and by small clients at the same time: what memory they take, and what processor
 * time their pings cost.
 */
final class WatchIdle {
    private static final int OPENED_PER_SECOND = 50;
    private static final int PINGS_BEFORE = 4;
    private static final double NANOS_PER_SECOND = 1e9;

    private final WatchYard yard;
    private final WatchScale scale;
    private final int windows;

    /** @param pings whether their processor time is measured, too */
    WatchIdle(WatchYard yard, WatchScale scale, boolean pings) {
        this.yard = yard;
        this.scale = scale;
        this.windows = pings ? scale.windows() : 0;
    }

    /** A client without connections. */
    private record Base(double mebibytes, double cores) {}

    /** For each crowd, what each client took, this exporter first. */
    Map<Crowd, List<Holding>> play() throws IOException {
        Base exporter;
        try (Subject idle = yard.idleExporter()) {
            exporter = base(idle.process());
        }
        Base holder;
        try (GoHolder idle = GoHolder.idle(yard)) {
            holder = base(idle.process());
        }
        Map<Crowd, List<Holding>> holdings = new LinkedHashMap<>();
        for (Crowd crowd : scale.crowds()) {
            holdings.put(crowd, play(crowd, List.of(exporter, holder, holder)));
        }
        return holdings;
    }

    private Base base(Child process) throws IOException {
        Elapsed.await(scale.settling());
        long began = System.nanoTime();
        ThreadTimes before = ThreadTimes.of(process.pid());
        Elapsed.await(windows == 0 ? Duration.ZERO : scale.ping());
        double used = ThreadTimes.of(process.pid()).secondsSince(before);
        return new Base(ProcessFigures.rssMebibytes(process.pid()), used / secondsSince(began));
    }

    private List<Holding> play(Crowd crowd, List<Base> bases) throws IOException {
        WatchPlan plan =
                WatchPlan.of(crowd, "heartbeat: {interval: " + scale.ping().toSeconds() + "s}");
        try (WatchRival ours = WatchRival.ours(yard, plan);
                WatchRival one = WatchRival.go(yard, plan, Pinger.ONE, scale.ping());
                WatchRival each = WatchRival.go(yard, plan, Pinger.EACH, scale.ping())) {
            return measure(crowd, List.of(ours, one, each), bases);
        }
    }

    private List<Holding> measure(Crowd crowd, List<WatchRival> rivals, List<Base> bases) throws IOException {
        Duration opening = Duration.ofSeconds(60 + 3L * crowd.connections() / OPENED_PER_SECOND);
        for (WatchRival rival : rivals) {
            rival.server().awaitOpen(crowd.connections(), opening);
        }
        // What opening left is collected, as far as anybody collects it, and pings have been sent until their code is
        // compiled.
        Elapsed.await(scale.settling().plus(scale.ping().multipliedBy(PINGS_BEFORE)));
        List<Double> mebibytes = rivals.stream().map(WatchRival::rssMebibytes).toList();
        List<List<Double>> cores = windows(rivals);
        List<Holding> holdings = new ArrayList<>();
        for (int i = 0; i < rivals.size(); i++) {
            require(crowd.connections(), rivals.get(i));
            Base base = bases.get(i);
            holdings.add(new Holding(
                    rivals.get(i).title(),
                    crowd.connections(),
                    base.mebibytes(),
                    mebibytes.get(i),
                    base.cores(),
                    cores.get(i)));
        }
        return holdings;
    }

    /** By rival and window, in cores. */
    private List<List<Double>> windows(List<WatchRival> rivals) throws IOException {
        List<List<Double>> cores = new ArrayList<>();
        for (WatchRival unused : rivals) {
            cores.add(new ArrayList<>());
        }
        for (int window = 0; window < windows; window++) {
            List<ThreadTimes> before = new ArrayList<>();
            List<Long> pings = new ArrayList<>();
            for (WatchRival rival : rivals) {
                before.add(rival.threadTimes());
                pings.add(rival.server().state().of("pings"));
            }
            long began = System.nanoTime();
            Elapsed.await(scale.ping());
            for (int i = 0; i < rivals.size(); i++) {
                WatchRival rival = rivals.get(i);
                double used = rival.threadTimes().secondsSince(before.get(i)) / secondsSince(began);
                cores.get(i).add(used);
                System.out.printf(
                        Locale.ROOT,
                        "window %d, %s: %.2f ms a second, %d pings%n",
                        window,
                        rival.title(),
                        1e3 * used,
                        rival.server().state().of("pings") - pings.get(i));
            }
        }
        return cores;
    }

    private static void require(int connections, WatchRival rival) {
        Figures state = rival.server().state();
        if (state.of("open") != connections || state.of("opened") != connections) {
            throw new IllegalStateException(rival.title() + ": " + state + " (expected: " + connections
                    + " connections, none of them opened again)");
        }
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / NANOS_PER_SECOND;
    }
}
