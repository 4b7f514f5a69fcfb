package dev.websocketexporter.bench;

import dev.websocketexporter.bench.LoadServer.End;
import dev.websocketexporter.bench.WatchScale.SoakLength;
import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench/watch --soak}: connections are held for an hour while something happens to some of them each second. Fails if the
 * exporter holds more and more, or reports causes that were not.
 */
final class WatchSoak {
    private static final Duration OPENED_WITHIN = Duration.ofMinutes(3);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
    private static final int MINUTE = 60;

    /** A connection may end by itself, or by a reload, in the moment in which the server ends it in another way. */
    private static final double OTHERWISE = 0.02;

    private final SoakLength length;
    private final Table minutes = new Table(
            "minute",
            "open",
            "opened in all",
            "messages in all",
            "heap (MiB)",
            "RSS (MiB)",
            "descriptors",
            "threads",
            "cores");
    private final List<String> broken = new ArrayList<>();

    WatchSoak(SoakLength length) {
        this.length = length;
    }

    /** Prints what it finds. */
    String play(WatchYard yard) throws IOException {
        try (LoadServer server = LoadServer.start(yard, "load-for-exporter");
                WatchSoakExporter exporter = WatchSoakExporter.start(yard, server, length.connections())) {
            server.awaitOpen(length.connections(), OPENED_WITHIN);
            server.feed(length.connections(), 1);
            WatchFaults faults = new WatchFaults(exporter, server);
            SoakSamples samples = SoakSamples.begin(exporter.subject(), length.heapEvery(), length.flatFrom());
            try (samples) {
                playFaults(faults, samples, exporter, server);
            }
            server.refuse(false);
            awaitAllOpen(exporter, server);
            judge(faults, exporter.watch(), samples);
            int status = exporter.subject().process().end(ENDS_WITHIN);
            if (status != 0) {
                broken.add("the exporter ended with " + status + " (expected: 0)");
            }
            return report(faults, samples);
        }
    }

    /** One line for each rule that was broken. */
    List<String> broken() {
        return broken;
    }

    private void playFaults(WatchFaults faults, SoakSamples samples, WatchSoakExporter exporter, LoadServer server)
            throws IOException {
        long begun = System.nanoTime();
        double cpu = exporter.subject().cpuSeconds();
        for (int second = 0; second < length.whole(); second++) {
            Elapsed.awaitTick(begun + TimeUnit.SECONDS.toNanos(second));
            faults.second(second);
            if ((second + 1) % MINUTE == 0) {
                double now = exporter.subject().cpuSeconds();
                minute((second + 1) / MINUTE, (now - cpu) / MINUTE, samples, exporter, server);
                cpu = now;
            }
        }
    }

    private void minute(int number, double cores, SoakSamples samples, WatchSoakExporter exporter, LoadServer server) {
        Figures state = server.state();
        List<String> cells = List.of(
                String.valueOf(number),
                String.valueOf(state.of("open")),
                String.format(Locale.ROOT, "%,d", state.of("opened")),
                String.format(
                        Locale.ROOT, "%,.0f", exporter.watch().sum("websocket_messages_total\\{.*\"received\".*\\}")),
                last("%.1f", samples.heap()),
                String.format(Locale.ROOT, "%.0f", exporter.subject().rssMebibytes()),
                last("%.0f", samples.descriptors()),
                last("%.0f", samples.threads()),
                String.format(Locale.ROOT, "%.2f", cores));
        System.out.println("minute " + String.join(", ", cells));
        if (number == 1 || number % 5 == 0 || length.whole() < 5 * MINUTE) {
            minutes.row(cells);
        }
    }

    private static String last(String format, List<Flatness.Sample> all) {
        return all.isEmpty()
                ? ""
                : String.format(Locale.ROOT, format, all.get(all.size() - 1).value());
    }

    private void awaitAllOpen(WatchSoakExporter exporter, LoadServer server) {
        int expected = length.connections() + exporter.guests();
        Conditions.await(
                OPENED_WITHIN,
                () -> server.open() == expected
                        && exporter.watch().sum("websocket_connections_active\\{.*\\}") == expected,
                () -> server.state() + " (expected: " + expected + " open)");
    }

    private void judge(WatchFaults faults, WatchMetrics watch, SoakSamples samples) {
        for (Map.Entry<String, Long> cause : causes(faults).entrySet()) {
            double reported = watch.sum("websocket_disconnects_total\\{.*cause=\"" + cause.getKey() + "\".*\\}");
            if (Math.abs(reported - cause.getValue()) > OTHERWISE * cause.getValue() + 1) {
                broken.add(String.format(
                        Locale.ROOT,
                        "%.0f disconnects by %s (expected: %d, but for %.0f %%)",
                        reported,
                        cause.getKey(),
                        cause.getValue(),
                        100 * OTHERWISE));
            }
        }
        for (Flatness rule : length.rules()) {
            if (!rule.holds(measured(rule, samples))) {
                broken.add(rule.words(measured(rule, samples)));
                if (rule.isPart()) {
                    broken.addAll(samples.heapGrowth());
                }
            }
        }
        if (!samples.trouble().isEmpty()) {
            broken.add("a measurement failed: " + samples.trouble());
        }
    }

    /** How often each was brought about, by the label that it has. */
    private static Map<String, Long> causes(WatchFaults faults) {
        Map<String, Long> causes = new LinkedHashMap<>();
        causes.put("closed_by_peer", faults.count(End.CLOSE));
        causes.put("connection_closed", faults.count(End.FIN));
        causes.put("connection_reset", faults.count(End.RST));
        causes.put("protocol_error", faults.count(End.GARBAGE));
        causes.put("pong_missed", faults.count(End.MUTE));
        return causes;
    }

    private static List<Flatness.Sample> measured(Flatness rule, SoakSamples samples) {
        return switch (rule.what()) {
            case "descriptors" -> samples.descriptors();
            case "threads" -> samples.threads();
            default -> samples.heap();
        };
    }

    private String report(WatchFaults faults, SoakSamples samples) {
        StringBuilder text = new StringBuilder(minutes.text());
        text.append(String.format(
                Locale.ROOT,
                "%n%,d connections, each with a ping every 2 s and a message a second.%nIn between: %s.%nFrom second %d on:%n%n",
                length.connections(),
                faults.words(),
                length.flatFrom()));
        length.rules()
                .forEach(rule -> text.append("- ")
                        .append(rule.words(measured(rule, samples)))
                        .append(".\n"));
        return text.toString();
    }
}
