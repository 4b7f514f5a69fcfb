package dev.websocketexporter.app;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.watch.WatchFiles;
import dev.websocketexporter.probe.watch.Shard;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections may be held open beside the probes, and what the log says when more are configured. */
final class WatchPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(WatchPlaces.class);

    /** How long a start waits for target files that hang. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final DescriptorBudget budget;
    private final int wantedProbes;
    private final int most;

    /** How many were configured when it was last reported. Guarded by this. */
    private long reported;

    /** @param wantedProbes how many are to run at once, if the descriptors are enough for them */
    WatchPlaces(DescriptorBudget budget, int wantedProbes) {
        this.budget = budget;
        this.wantedProbes = wantedProbes;
        this.most = budget.watches(budget.probes(wantedProbes));
    }

    /** How many may have a socket at once. */
    int most() {
        return most;
    }

    /** Warns once if so many are too many. */
    synchronized void report(long configured) {
        long lasting = DescriptorBudget.connectionsOf(most);
        if (configured > lasting && configured != reported) {
            LOG.atWarn()
                    .addKeyValue("connections", configured)
                    .addKeyValue("most", lasting)
                    .log(
                            "the file descriptors are enough for fewer watched connections than are configured, further ones"
                                    + " are not dialled (expected: a limit of open files, such as by ulimit -n or LimitNOFILE,"
                                    + " of at least " + budget.needed(wantedProbes, configured)
                                    + " when the exporter starts)");
        }
        reported = configured;
    }

    /** How many connections a configuration and its target files ask for now; those of files that hang do not count. */
    static long wanted(Configuration configuration, Shard shard) {
        if (configuration.watches().isEmpty()) {
            return 0;
        }
        CompletableFuture<Long> look = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> look.complete(new WatchFiles(shard)
                        .look(configuration.watches(), configuration.targetPolicy())
                        .connections()),
                "watch-files-at-start");
        thread.setDaemon(true);
        thread.start();
        return look.completeOnTimeout(
                        inTheConfiguration(configuration, shard), PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    private static long inTheConfiguration(Configuration configuration, Shard shard) {
        return configuration.watches().stream()
                .mapToLong(group -> group.settings().connections()
                        * group.targets().stream()
                                .filter(target -> shard.has(target.url()))
                                .count())
                .sum();
    }
}
