package dev.websocketexporter.bench;

import java.util.List;
import java.util.Locale;

/** What {@link WatchIdle} has measured, for {@code docs/}. */
final class WatchIdleTables {
    private static final double MOST_MEMORY = 0.6;
    private static final double MOST_CPU = 1;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Table memory = new Table(
            "connections",
            "held by",
            "RSS without any (MiB)",
            "RSS (MiB)",
            "whole RSS per connection (KiB)",
            "growth per connection (KiB)",
            "ratio, whole",
            "ratio, growth");
    private final Table pings = new Table(
            "connections",
            "held by",
            "without any (ms of CPU a second)",
            "with pings (ms of CPU a second)",
            "ratio in the same window, median (least–most)");
    private final Goals memoryGoals = new Goals();
    private final Goals pingGoals = new Goals();

    /** @param holdings of the same connections, this exporter's first, and then that with which it is compared */
    void add(Scheme scheme, List<Holding> holdings) {
        Holding ours = holdings.get(0);
        Holding peer = holdings.get(1);
        String crowd = String.format(Locale.ROOT, "%,d %s", ours.connections(), scheme.urlScheme());
        for (Holding holding : holdings) {
            boolean own = holding.equals(ours);
            memory.row(List.of(
                    crowd,
                    holding.client(),
                    number(holding.idleMebibytes(), 0),
                    number(holding.mebibytes(), 0),
                    number(holding.wholePerConnection(), 1),
                    number(holding.growthPerConnection(), 1),
                    own ? "" : number(ours.wholePerConnection() / holding.wholePerConnection(), 2),
                    own ? "" : number(ours.growthPerConnection() / holding.growthPerConnection(), 2)));
            if (!holding.cores().isEmpty()) {
                pings.row(List.of(
                        crowd,
                        holding.client(),
                        number(MILLIS_PER_SECOND * holding.idleCores(), 1),
                        number(MILLIS_PER_SECOND * holding.middleCores(), 1),
                        own ? "" : ours.coresRatio(holding).text(2)));
            }
        }
        memoryGoals
                .ratioAtMost(
                        MOST_MEMORY,
                        crowd + ", whole RSS per connection, as a ratio",
                        ours.wholePerConnection() / peer.wholePerConnection())
                .ratioAtMost(
                        MOST_MEMORY,
                        crowd + ", growth of the RSS per connection, as a ratio",
                        ours.growthPerConnection() / peer.growthPerConnection());
        if (!ours.cores().isEmpty()) {
            pingGoals.ratioAtMost(
                    MOST_CPU,
                    crowd + ", processor time with pings, as a ratio",
                    ours.coresRatio(peer).median());
        }
    }

    String memory() {
        return memory.text() + memoryGoals.text();
    }

    String pings() {
        return pings.text() + pingGoals.text();
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
