package dev.websocketexporter.bench;

import static dev.websocketexporter.bench.Everyday.OURS;
import static dev.websocketexporter.bench.Everyday.PEER;

import dev.websocketexporter.bench.Blackbox.Prober;
import dev.websocketexporter.bench.Contestant.Part;
import dev.websocketexporter.bench.LoadPlan.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Both exporters pinned to the same core and saturated in turn, after a short warm-up. */
final class OneCore {
    private static final int AT_ONCE = 16;
    private static final double MOST_WS = 0.45;
    private static final double MOST_WSS = 0.65;

    private OneCore() {}

    static void measure(EverydayScale scale, Laboratory laboratory, Path blackbox, Report report) throws IOException {
        List<String> theirs = Cores.onOne(Blackbox.command(laboratory, blackbox, Prober.WEBSOCKET));
        List<String> own = Cores.onOne(ThisExporter.imageCommand());
        try (Subject peer = Blackbox.start(laboratory, Prober.WEBSOCKET, theirs);
                Subject ours = ThisExporter.start(laboratory, "everyday-pinned", own)) {
            List<Contestant> contestants = List.of(
                    contestant(OURS, ours, Everyday.ourPaths(laboratory)),
                    contestant(PEER, peer, Everyday.peerPaths(laboratory)));
            System.out.println("pinned to one core, at full load");
            for (Contestant contestant : contestants) {
                List<String> paths = List.copyOf(contestant.paths().values());
                LoadResult result =
                        laboratory.load(Everyday.fullLoad(contestant.subject(), paths, AT_ONCE, scale.pinnedWarmUp()));
                EverydayTables.fullLoad(report, contestant.name() + " on one core", result);
            }
            Contest contest = new Contest(laboratory, contestants);
            for (Scheme scheme : SteadyLoad.SCHEMES) {
                for (int round = 0; round < EverydayScale.ROUNDS; round++) {
                    contest.round(round, scheme, new Pace.Closed(AT_ONCE), scale.pinnedRound());
                }
            }
            Tables tables = new Tables(contest.samples(), List.of(OURS, PEER), PEER);
            report.add("everyday-pinned", tables.of("at once", 3, Sample::cpuMillis) + goals(contest.samples()));
            report.addFailures(contest.samples());
        }
    }

    private static String goals(List<Sample> samples) {
        Goals goals = new Goals();
        for (Scheme scheme : SteadyLoad.SCHEMES) {
            List<Sample> ofScheme =
                    samples.stream().filter(sample -> sample.scheme() == scheme).toList();
            goals.ratioAtMost(
                    scheme == Scheme.WS ? MOST_WS : MOST_WSS,
                    "Processor time, " + scheme.title() + ", as a ratio",
                    Spread.ofRatio(ofScheme, OURS, PEER, Sample::cpuMillis).median());
        }
        return goals.text();
    }

    private static Contestant contestant(String name, Subject subject, List<String> paths) {
        Map<Scheme, String> byScheme = new EnumMap<>(Scheme.class);
        for (int i = 0; i < SteadyLoad.SCHEMES.size(); i++) {
            byScheme.put(SteadyLoad.SCHEMES.get(i), paths.get(i));
        }
        return new Contestant(name, subject, byScheme, Part.EVERY_ROUND);
    }
}
