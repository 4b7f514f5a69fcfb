package dev.websocketexporter.bench;

import dev.websocketexporter.bench.Blackbox.Prober;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Compares this exporter with blackbox_exporter's websocket prober as most use them: ten probes a second from the start
 * on, then hot, idle, on one core and on a quarter of one. This process is the load driver where the rate is constant.
 */
final class Everyday {
    static final String OURS = "this exporter";
    static final String PEER = "blackbox_exporter";

    private static final Path PAGE = Path.of("docs", "performance.md");
    private static final int WARM_UP_PER_SECOND = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final int WARM_UP_AT_ONCE = 4;

    private final EverydayScale scale;
    private final Laboratory laboratory;
    private final Path blackbox;
    private final EventLoop loop = (EventLoop)
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("load", true), EpollIoHandler.newFactory())
                    .next();

    private Everyday(EverydayScale scale, Laboratory laboratory, Path blackbox) {
        this.scale = scale;
        this.laboratory = laboratory;
        this.blackbox = blackbox;
    }

    public static void main(String[] arguments) throws IOException {
        Set<String> flags = Set.of(arguments);
        try (Laboratory laboratory = Laboratory.open(Path.of("target", "bench", "everyday"))) {
            Path blackbox = Blackbox.findNewer(laboratory)
                    .orElseThrow(() -> new IllegalStateException("no blackbox_exporter with a websocket prober on PATH"
                            + " (expected: a build of its newest source, under the name blackbox_exporter)"));
            Report report = new Everyday(scale(flags), laboratory, blackbox).run(flags.contains("--only-containers"));
            System.out.print("\n" + report.text());
            if (flags.contains("--write")) {
                report.writeTo(new Document(PAGE));
                System.out.println("written: " + PAGE);
            }
        }
        System.exit(0);
    }

    private static EverydayScale scale(Set<String> flags) {
        if (flags.contains("--smoke")) {
            return EverydayScale.SMOKE;
        }
        return flags.contains("--quick") ? EverydayScale.QUICK : EverydayScale.FULL;
    }

    private Report run(boolean containersAlone) throws IOException {
        Report report = new Report("everyday-failures");
        if (containersAlone) {
            warmUp();
            SmallContainers.measure(scale, laboratory, loop, report);
            return report;
        }
        report.add("everyday-run", circumstances());
        System.out.printf("some %d minutes from now%n", scale.planned().toMinutes() + 1);
        warmUp();
        EverydayTables tables = new EverydayTables(report);
        try (EverydayPair pair = EverydayPair.firstMinutes(scale, laboratory, loop, blackbox, tables)) {
            pair.hot();
            pair.idle();
        }
        tables.addMemory();
        SmallContainers.measure(scale, laboratory, loop, report);
        OneCore.measure(scale, laboratory, blackbox, report);
        return report;
    }

    private String circumstances() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, on %d cores that targets and load driver share; load average of the minute before: %s.%n",
                scale.title(),
                Runtime.getRuntime().availableProcessors(),
                ProcessFigures.loadAverage());
    }

    /** Of targets and load drivers, with a peer that is then ended: their own cold code is nobody's. */
    private void warmUp() throws IOException {
        try (Subject subject = Blackbox.start(laboratory, blackbox, Prober.WEBSOCKET)) {
            List<String> paths = peerPaths(laboratory);
            SteadyLoad load = SteadyLoad.begin(loop, subject.port(), paths, System.nanoTime(), WARM_UP_PER_SECOND, 0);
            laboratory.load(fullLoad(subject, paths, WARM_UP_AT_ONCE, WARM_UP));
            load.end();
        }
    }

    static List<String> ourPaths(Laboratory laboratory) {
        return SteadyLoad.SCHEMES.stream()
                .map(scheme -> ThisExporter.path(laboratory, scheme, ""))
                .toList();
    }

    static List<String> peerPaths(Laboratory laboratory) {
        return SteadyLoad.SCHEMES.stream()
                .map(scheme -> Blackbox.path(laboratory, Prober.WEBSOCKET, scheme))
                .toList();
    }

    /** With the paths in turn. */
    static LoadPlan fullLoad(Subject subject, List<String> paths, int atOnce, Duration duration) {
        return new LoadPlan(subject.port(), paths, new LoadPlan.Pace.Closed(atOnce), duration, Addresses.MOST, null);
    }
}
