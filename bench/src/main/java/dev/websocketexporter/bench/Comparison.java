package dev.websocketexporter.bench;

import dev.websocketexporter.bench.Blackbox.Prober;
import dev.websocketexporter.bench.Contestant.Part;
import dev.websocketexporter.bench.LoadPlan.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares this exporter with blackbox_exporter in interleaved rounds, and writes the tables of a page. */
final class Comparison implements AutoCloseable {
    private static final String OURS = "this exporter";
    private static final String PEER = "tcp prober";
    private static final Path PAGE = Path.of("docs", "performance.md");

    private final Scale scale;
    private final Laboratory laboratory;
    private final Path blackbox;
    private final List<Contestant> contestants = new ArrayList<>();

    private Comparison(Scale scale, Laboratory laboratory, Path blackbox) {
        this.scale = scale;
        this.laboratory = laboratory;
        this.blackbox = blackbox;
    }

    public static void main(String[] arguments) throws IOException {
        Set<String> flags = Set.of(arguments);
        Path blackbox = Blackbox.find()
                .orElseThrow(() -> new IllegalStateException("no blackbox_exporter on PATH (expected: apt-get install"
                        + " --no-install-recommends prometheus-blackbox-exporter)"));
        Scale scale = flags.contains("--quick") ? Scale.QUICK : Scale.FULL;
        try (Laboratory laboratory = Laboratory.open(Path.of("target", "bench"));
                Comparison comparison = new Comparison(scale, laboratory, blackbox)) {
            Report report = comparison.run();
            System.out.print("\n" + report.text());
            if (flags.contains("--write")) {
                report.writeTo(new Document(PAGE));
                System.out.println("written: " + PAGE);
            }
        }
        System.exit(0);
    }

    private Report run() throws IOException {
        Report report = new Report();
        report.add("start", startUps());
        startContestants();
        System.out.printf(
                "some %d minutes from now%n",
                scale.planned(parts(contestants), parts(openContestants())).toMinutes() + 1);
        Contest closed = new Contest(laboratory, contestants);
        closed.warmUp(scale.schemes(), scale.warmUp());
        for (int round = 0; round < scale.rounds(); round++) {
            for (Scheme scheme : scale.schemes()) {
                for (int atOnce : scale.atOnce()) {
                    closed.round(round, scheme, new Pace.Closed(atOnce), scale.closedRound());
                }
            }
        }
        addClosed(report, closed.samples());
        report.add("memory", memory());
        Contest open = new Contest(laboratory, openContestants());
        for (int round = 0; round < scale.rounds(); round++) {
            for (Scheme scheme : Scale.OPEN_SCHEMES) {
                for (int perSecond : scale.perSecond()) {
                    open.round(round, scheme, new Pace.Open(perSecond), scale.openRound());
                }
            }
        }
        addOpen(report, open.samples());
        return report;
    }

    /** The http prober costs more than the tcp prober: at a constant rate, one of them is enough. */
    private List<Contestant> openContestants() {
        return contestants.stream()
                .filter(contestant -> !contestant.name().equals(title(Prober.HTTP)))
                .toList();
    }

    private static List<Part> parts(List<Contestant> contestants) {
        return contestants.stream().map(Contestant::part).toList();
    }

    private String startUps() throws IOException {
        String ours = address(ThisExporter.path(laboratory, Scheme.ECDSA, ""));
        String theirs = address(Blackbox.path(laboratory, Prober.TCP, Scheme.ECDSA));
        List<StartUps> all = List.of(
                new StartUps(
                        "image" + (ThisExporter.java25().isPresent() ? " (Java 25)" : " (its flags, this Java)"),
                        ours,
                        () -> ThisExporter.start(laboratory, "image", ThisExporter.imageCommand())),
                new StartUps(
                        "plain jar (Java " + Runtime.version().feature() + ")",
                        ours,
                        () -> ThisExporter.start(laboratory, "jar", ThisExporter.readmeCommand())),
                new StartUps("blackbox_exporter", theirs, () -> Blackbox.start(laboratory, blackbox, Prober.TCP)));
        // The target starts cold too: its own first handshake is nobody's.
        try (Subject first = Blackbox.start(laboratory, blackbox, Prober.TCP)) {
            StartUps.get(first.port(), theirs);
        }
        Table table = StartUps.table();
        for (int round = 0; round < scale.startUps(); round++) {
            for (StartUps one : all) {
                one.round();
            }
        }
        all.forEach(one -> table.row(one.row()));
        return table.text();
    }

    private static String address(String template) {
        return template.replace("{}", "127.0.0.1");
    }

    private void startContestants() throws IOException {
        Map<Scheme, String> paths = new EnumMap<>(Scheme.class);
        for (Scheme scheme : Scheme.values()) {
            paths.put(scheme, ThisExporter.path(laboratory, scheme, ""));
        }
        contestants.add(new Contestant(
                OURS,
                ThisExporter.start(laboratory, "contestant", ThisExporter.imageCommand()),
                paths,
                Part.EVERY_ROUND));
        contestants.add(peer(blackbox, Prober.TCP));
        contestants.add(peer(blackbox, Prober.HTTP));
        Optional<Path> newer = Blackbox.findNewer(laboratory);
        if (newer.isPresent()) {
            contestants.add(peer(newer.get(), Prober.WEBSOCKET));
        } else {
            System.out.println("no blackbox_exporter with a websocket prober on PATH: it is not compared with");
        }
    }

    private Contestant peer(Path program, Prober prober) throws IOException {
        Map<Scheme, String> paths = new EnumMap<>(Scheme.class);
        for (Scheme scheme : Scheme.values()) {
            paths.put(scheme, Blackbox.path(laboratory, prober, scheme));
        }
        Part part = prober == Prober.TCP ? Part.EVERY_ROUND : Part.EVERY_OTHER_ROUND;
        return new Contestant(title(prober), Blackbox.start(laboratory, program, prober), paths, part);
    }

    private static String title(Prober prober) {
        return prober == Prober.TCP ? PEER : prober == Prober.HTTP ? "http prober" : "websocket prober";
    }

    private void addClosed(Report report, List<Sample> samples) {
        Tables tables = new Tables(samples, names(contestants), PEER);
        report.add("cpu", tables.of("at once", 3, Sample::cpuMillis));
        report.add("p50", tables.of("at once", 2, sample -> sample.result().p50()));
        report.add("p99", tables.of("at once", 2, sample -> sample.result().p99()));
        report.add(
                "throughput", tables.of("at once", 0, sample -> sample.result().perSecond()));
        report.addFailures(samples);
    }

    private void addOpen(Report report, List<Sample> samples) {
        Tables tables = new Tables(samples, names(openContestants()), PEER);
        report.add("rate-cpu", tables.of("per second", 3, Sample::cpuMillis));
        report.add(
                "rate-p50", tables.of("per second", 2, sample -> sample.result().p50()));
        report.add(
                "rate-p99", tables.of("per second", 2, sample -> sample.result().p99()));
        report.addFailures(samples);
    }

    private static List<String> names(List<Contestant> contestants) {
        return contestants.stream().map(Contestant::name).toList();
    }

    private String memory() {
        Table table = new Table("", "RSS after the rounds (MiB)", "the most it was (MiB)");
        for (Contestant contestant : contestants) {
            long pid = contestant.subject().process().pid();
            table.row(List.of(
                    contestant.name(),
                    Math.round(ProcessFigures.rssMebibytes(pid)) + "",
                    Math.round(ProcessFigures.peakRssMebibytes(pid)) + ""));
        }
        return table.text();
    }

    @Override
    public void close() {
        contestants.forEach(contestant -> contestant.subject().close());
    }
}
