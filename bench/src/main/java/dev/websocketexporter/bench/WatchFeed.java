package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WatchScale.Crowd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * 100,000 messages a second over 100 connections, of which number and time are read, received by this exporter and by a small
 * client in turn: what processor time each message costs.
 */
final class WatchFeed {
    private static final int PER_SECOND = 100_000;
    private static final Crowd CROWD = new Crowd(Scheme.WS, 100);
    private static final double MOST_CPU = 1;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final Duration RUN_UP = Duration.ofMillis(500);
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(10);
    private static final String GO = "gorilla/websocket, encoding/json";

    /** How many messages come in one write of the server. */
    private static final List<Integer> BURSTS = List.of(1, 10);

    private final WatchYard yard;
    private final WatchScale scale;
    private final Table table = new Table(
            "messages in a write", "received by", "messages a second", "cores", "µs of CPU each", "ratio in a round");
    private final Goals goals = new Goals();

    WatchFeed(WatchYard yard, WatchScale scale) {
        this.yard = yard;
        this.scale = scale;
    }

    /** What a round took. */
    private record Round(double perSecond, double cores) {
        double microsEach() {
            return MICROS_PER_SECOND * cores / perSecond;
        }
    }

    String play() throws IOException {
        WatchPlan plan = WatchPlan.of(CROWD, WatchPlan.NUMBERS_AND_TIMES);
        try (LoadServer ownServer = LoadServer.start(yard, "load-for-exporter");
                Subject exporter = yard.exporter(plan, ownServer);
                LoadServer otherServer = LoadServer.start(yard, "load-for-hold");
                GoHolder holder = GoHolder.parsing(yard, plan, otherServer)) {
            WatchRival ours = new WatchRival(WatchRival.OURS, ownServer, exporter.process());
            WatchRival peer = new WatchRival(GO, otherServer, holder.process());
            ours.server().awaitOpen(CROWD.connections(), Duration.ofMinutes(1));
            peer.server().awaitOpen(CROWD.connections(), Duration.ofMinutes(1));
            Round warm = round(ours, 1, scale.warmUp());
            System.out.println("warm-up: " + warm);
            for (int burst : BURSTS) {
                compare(burst, ours, peer);
            }
            requireAll(exporter, ownServer, holder, otherServer);
        }
        return table.text() + goals.text();
    }

    private void compare(int burst, WatchRival ours, WatchRival peer) throws IOException {
        List<Round> own = new ArrayList<>();
        List<Round> other = new ArrayList<>();
        for (int i = 0; i < scale.feedRounds(); i++) {
            own.add(round(ours, burst, scale.feedRound()));
            other.add(round(peer, burst, scale.feedRound()));
            System.out.println("burst " + burst + ": " + own.get(i) + ", " + other.get(i));
        }
        double[] ratios = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = own.get(i).microsEach() / other.get(i).microsEach();
        }
        Spread ratio = Spread.of(ratios);
        table.row(row(burst, ours.title(), own, ""));
        table.row(row(burst, peer.title(), other, ratio.text(2)));
        goals.ratioAtMost(MOST_CPU, burst + " in a write, processor time of a message, as a ratio", ratio.median());
    }

    private static List<String> row(int burst, String title, List<Round> rounds, String ratio) {
        return List.of(
                String.valueOf(burst),
                title,
                String.format(
                        Locale.ROOT,
                        "%,.0f",
                        median(rounds.stream().mapToDouble(Round::perSecond).toArray())),
                String.format(
                        Locale.ROOT,
                        "%.2f",
                        median(rounds.stream().mapToDouble(Round::cores).toArray())),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        median(rounds.stream().mapToDouble(Round::microsEach).toArray())),
                ratio);
    }

    private static double median(double[] values) {
        return Quantiles.of(values).median();
    }

    private static Round round(WatchRival rival, int burst, Duration length) {
        rival.server().feed(PER_SECOND, burst);
        Elapsed.await(RUN_UP);
        long sent = rival.server().state().of("sent");
        double cpu = ProcessFigures.cpuSeconds(rival.process().pid());
        long began = System.nanoTime();
        Elapsed.await(length);
        double used = ProcessFigures.cpuSeconds(rival.process().pid()) - cpu;
        long received = rival.server().state().of("sent") - sent;
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        rival.server().endFeed();
        return new Round(received / seconds, used / seconds);
    }

    /** Both have read the number of every message, or their processor time says nothing. */
    private static void requireAll(Subject exporter, LoadServer ownServer, GoHolder holder, LoadServer otherServer)
            throws IOException {
        ownServer.awaitReceived(
                () -> WatchMetrics.of(exporter.port()).sum("websocket_message_lag_seconds_count\\{.*\\}"),
                DRAINED_WITHIN);
        otherServer.awaitReceived(() -> holder.state().of("messages"), DRAINED_WITHIN);
        double gaps = WatchMetrics.of(exporter.port()).sum("websocket_sequence_gaps_total\\{.*\\}")
                + holder.state().of("gaps");
        if (gaps > 0) {
            throw new IllegalStateException(gaps + " gaps in what the servers sent (expected: none)");
        }
    }
}
