package dev.websocketexporter.app;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.targets.LiveTargets;
import dev.websocketexporter.config.targets.LiveTargets.Look;
import dev.websocketexporter.config.targets.OfferedGroup;
import dev.websocketexporter.config.targets.TargetJudge;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.TargetLoads;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the target files whenever the targets are asked for. Log and metrics report what has changed. */
final class TargetLooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetLooks.class);

    private final Supplier<Configuration> configuration;
    private final ExporterMetrics metrics;
    private final Clock clock;
    private final LiveTargets live = new LiveTargets();
    private final SharedLook<List<OfferedGroup>> looks;

    private volatile List<OfferedGroup> inForce = List.of();

    /** Ends with the first look: before it, nobody knows which targets there are. */
    private final CompletableFuture<Void> firstLook = new CompletableFuture<>();

    /** The mistakes of the last look, which are reported once. Confined to looks. */
    private Set<ConfigError> reported = Set.of();

    /** Absent: no configuration had targets so far. Confined to looks. */
    private @Nullable TargetLoads loads;

    TargetLooks(Supplier<Configuration> configuration, ExporterMetrics metrics, Ticker ticker, Clock clock) {
        this(configuration, metrics, ticker, clock, SharedLook.PATIENCE);
    }

    /** @param patience how long somebody waits for a look, the first one apart */
    TargetLooks(
            Supplier<Configuration> configuration,
            ExporterMetrics metrics,
            Ticker ticker,
            Clock clock,
            Duration patience) {
        this.configuration = configuration;
        this.metrics = metrics;
        this.clock = clock;
        this.looks = new SharedLook<>("target-files", this::look, () -> inForce, ticker, patience);
    }

    /**
     * The targets as they are now; without a single file, nothing is looked at. Only the first look is waited for, however
     * long it takes: Prometheus drops whatever an answer leaves out, and keeps what it has while there is none.
     */
    CompletableFuture<List<OfferedGroup>> fresh() {
        CompletableFuture<List<OfferedGroup>> soon = looks.fresh();
        return firstLook.isDone() ? soon : firstLook.thenApply(none -> inForce);
    }

    private void look() {
        try {
            Configuration now = configuration.get();
            if (now.targets().isEmpty() && loads == null) {
                return;
            }
            Look look = live.look(now.targets(), new TargetJudge(now.modules(), now.targetPolicy()));
            inForce = look.offered();
            report(look);
        } catch (RuntimeException | Error e) {
            LOG.error("internal error while the targets were loaded, those that are offered stay", e);
        } finally {
            firstLook.complete(null);
        }
    }

    private void report(Look look) {
        loads = loads == null ? metrics.targetLoads() : loads;
        int files = look.files().size();
        if (look.mistakes().isEmpty()) {
            loads.succeeded(look.targets(), files, clock.instant());
        } else {
            loads.failed(look.targets(), files);
        }
        look.changed().stream().sorted().forEach(file -> about(file, "target file loaded"));
        look.gone().stream().sorted().forEach(file -> about(file, "target file is gone, and so are its targets"));
        look.mistakes().stream()
                .filter(mistake -> !reported.contains(mistake))
                .forEach(mistake -> LOG.atError()
                        .addKeyValue("mistake", mistake)
                        .log("target file refused, what it last offered stays"));
        reported = Set.copyOf(look.mistakes());
    }

    private static void about(Path file, String what) {
        LOG.atInfo().addKeyValue("file", file).log(what);
    }

    /** What is wrong with the files of a configuration; empty: nothing. Blocks. */
    static List<ConfigError> mistakes(Configuration configuration) {
        return new LiveTargets()
                .look(configuration.targets(), new TargetJudge(configuration.modules(), configuration.targetPolicy()))
                .mistakes();
    }

    /** Does not wait for a look that has begun. */
    @Override
    public void close() {
        looks.close();
        firstLook.complete(null);
    }
}
