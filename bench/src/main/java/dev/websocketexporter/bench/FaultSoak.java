package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * {@code bench/soak --faults}: 200 probes a second of forty servers that fail, each in its own way, and ten good ones, while
 * servers, secrets, configurations and clients come and go. Fails if a probe reports something else than it must, or if the
 * exporter holds more and more.
 */
final class FaultSoak {
    private static final int PER_SECOND = 200;
    private static final int PROBES_FOR_ONE_HANG_UP = 20;
    private static final String RATE = "--rate=";
    private static final Path PAGE = Path.of("docs", "scaling.md");

    private final SoakLength length;
    private final int perSecond;
    private final List<FaultSoakReport.Minute> minutes = new ArrayList<>();
    private final SoakTally tally = new SoakTally();

    /**
     * How long it takes.
     *
     * @param whole in s
     * @param flatFrom in s, from when on nothing may grow
     * @param heapEvery how often the heap is measured
     * @param killEvery in s, after which each process of servers is killed again
     * @param heap that may be more at the end, as a part
     * @param descriptors likewise, as a number
     * @param threads likewise
     */
    record SoakLength(
            int whole,
            int flatFrom,
            Duration heapEvery,
            int killEvery,
            double heap,
            double descriptors,
            double threads) {
        static final SoakLength FULL = new SoakLength(1_800, 300, Duration.ofSeconds(10), 120, 0.05, 10, 3);

        /** So short a run sees code that is compiled, caches that fill, and little else. */
        static final SoakLength QUICK = new SoakLength(60, 20, Duration.ofSeconds(4), 60, 0.25, 30, 6);

        List<Flatness> rules() {
            return List.of(
                    Flatness.byPart("heap after a collection (MiB)", flatFrom, heap),
                    Flatness.byNumber("descriptors", flatFrom, descriptors),
                    Flatness.byNumber("threads", flatFrom, threads));
        }
    }

    private FaultSoak(SoakLength length, int perSecond) {
        this.length = length;
        this.perSecond = perSecond;
    }

    /** Returns the exit status. */
    static int run(Set<String> flags) throws IOException {
        FaultSoak soak = new FaultSoak(flags.contains("--quick") ? SoakLength.QUICK : SoakLength.FULL, rate(flags));
        FaultSoakReport report = soak.play();
        System.out.print("\n" + report.text());
        if (flags.contains("--write")) {
            new Document(PAGE).write("soak faults", report.text());
            System.out.println("written: " + PAGE);
        }
        report.broken().forEach(line -> System.out.println("soak: " + line));
        return report.broken().isEmpty() ? 0 : 1;
    }

    /** {@code --rate=N}: another number of probes a second, for a machine that has other things to do. */
    private static int rate(Set<String> flags) {
        return flags.stream()
                .filter(flag -> flag.startsWith(RATE))
                .map(flag -> Integer.valueOf(flag.substring(RATE.length())))
                .findFirst()
                .orElse(PER_SECOND);
    }

    private FaultSoakReport play() throws IOException {
        boolean named = SoakNames.areToBeHad();
        if (!named) {
            System.out.println("soak: without the targets whose names fail (expected: root, who may use port 53)");
        }
        SoakPlace place = SoakPlace.find(Path.of("target", "bench", "soak-faults"));
        List<SoakState> failing = states(Faults.targets(place, named));
        List<SoakState> passing = states(GoodTargets.all(place, named));
        List<SoakState> all = Stream.of(failing, passing).flatMap(List::stream).toList();
        RotatingSecrets secrets = RotatingSecrets.first(place);
        List<SoakTarget> targets = all.stream().map(SoakState::target).toList();
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (SoakServers faults = SoakServers.start(FaultServers.class, place, failing);
                SoakServers good = SoakServers.start(GoodServers.class, place, passing)) {
            faults.awaitReady();
            good.awaitReady();
            try (SoakExporter exporter = SoakExporter.start(place, targets, named)) {
                return play(exporter, faults, good, secrets, all, loops.next());
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static List<SoakState> states(List<SoakTarget> targets) {
        return targets.stream()
                .map(target -> new SoakState(target, System.nanoTime()))
                .toList();
    }

    private FaultSoakReport play(
            SoakExporter exporter,
            SoakServers faults,
            SoakServers good,
            RotatingSecrets secrets,
            List<SoakState> states,
            EventLoop loop)
            throws IOException {
        for (String target : RotatingSecrets.TARGETS) {
            good.tell("accept " + target + " " + secrets.current(target));
        }
        List<SoakTarget> targets = states.stream().map(SoakState::target).toList();
        SoakLoad load = SoakLoad.begin(loop, exporter.port(), states, tally, perSecond);
        SoakHangUps hangUps = SoakHangUps.begin(
                loop,
                exporter.port(),
                targets,
                Duration.ofSeconds(PROBES_FOR_ONE_HANG_UP).dividedBy(perSecond));
        SoakEvents events = new SoakEvents(exporter, faults, good, secrets, load, hangUps);
        SoakSamples samples = SoakSamples.begin(exporter.subject(), length.heapEvery(), length.flatFrom());
        try (samples) {
            playEvents(new SoakClock(exporter, faults, good, samples), events);
        }
        hangUps.end();
        load.end();
        awaitIdle(exporter);
        double cancelled = exporter.metric("websocket_exporter_probes_total\\{.*result=\"cancelled\".*\\}");
        double bugs = exporter.metric("websocket_exporter_probe_failures_total\\{.*reason=\"internal_error\".*\\}")
                + exporter.metric("websocket_exporter_probe_failures_total\\{.*reason=\"exporter_limit\".*\\}");
        exporter.end();
        return new FaultSoakReport(
                length.rules(),
                minutes,
                samples,
                tally,
                targets,
                events.counts(),
                hangUps.count(),
                cancelled,
                bugs,
                load.skipped());
    }

    private void playEvents(SoakClock clock, SoakEvents events) throws IOException {
        long begun = System.nanoTime();
        for (int second = 0; second < length.whole(); second++) {
            long due = begun + TimeUnit.SECONDS.toNanos(second);
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            if (second > 0 && second % 60 == 0) {
                minute(clock);
            }
            // After an event that took long, some are left out rather than played all at once.
            if (System.nanoTime() - due < TimeUnit.SECONDS.toNanos(1)) {
                events.second(second, length.killEvery());
            }
        }
        minute(clock);
    }

    private void minute(SoakClock clock) throws IOException {
        FaultSoakReport.Minute minute = clock.minute(tally.minute());
        minutes.add(minute);
        System.out.println("minute " + minutes.size() + ": " + minute.cells() + ", wrong so far: "
                + (tally.wrongOfGood() + tally.wrongOfFaults()));
    }

    /** Every probe gives its place back. */
    private static void awaitIdle(SoakExporter exporter) {
        Conditions.await(
                Duration.ofSeconds(20),
                () -> exporter.metric("websocket_exporter_probes_in_flight") == 0,
                () -> "probes are still in flight: " + exporter.metric("websocket_exporter_probes_in_flight"));
    }
}
