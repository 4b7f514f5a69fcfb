package dev.websocketexporter.app;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.watch.WatchEvents;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log says of watched connections. When many are lost at once, a few have lines of their own, and the others are
 * summed up in one. Safe for use by several threads.
 */
final class WatchLog implements WatchEvents {
    /** So many lines at once show what happens. */
    static final int MOST_LINES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(WatchLog.class);

    private final ExporterMetrics metrics;

    /** How many further lines may be written. Guarded by this. */
    private int lines = MOST_LINES;

    // How many changes had no line of their own. Guarded by this.
    private long lost;
    private long notOpened;
    private long back;

    WatchLog(ExporterMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void limitReached(ExporterLimit limit) {
        metrics.limitReached(limit);
    }

    @Override
    public synchronized void openingFailed(WatchedTarget target, int connection, ProbeResult result) {
        if (!takeLine()) {
            notOpened++;
            return;
        }
        LoggingEventBuilder line = about(target, connection, Level.WARN);
        Failure failure = result.failure();
        if (failure != null) {
            line = line.addKeyValue("phase", failure.phase().label())
                    .addKeyValue("reason", failure.reason().label())
                    .addKeyValue("detail", failure.detail());
        } else if (result.outcome() instanceof Outcome.Forbidden forbidden) {
            line = line.addKeyValue("reason", "forbidden").addKeyValue("detail", forbidden.detail());
        }
        line.log("connection cannot be opened");
    }

    @Override
    public synchronized void dropped(WatchedTarget target, int connection, HoldEnd end) {
        if (!takeLine()) {
            lost++;
            return;
        }
        LoggingEventBuilder line = about(target, connection, Level.WARN)
                .addKeyValue("cause", end.cause().label());
        if (end.code() != null) {
            line = line.addKeyValue("code", end.code());
        }
        line.addKeyValue("detail", end.detail()).log("connection lost");
    }

    @Override
    public synchronized void back(WatchedTarget target, int connection, Duration down) {
        if (!takeLine()) {
            back++;
            return;
        }
        about(target, connection, Level.INFO)
                .addKeyValue("down_seconds", down.toMillis() / 1e3)
                .log("connection is open again");
    }

    @Override
    public void defect(RuntimeException bug) {
        LOG.error("internal error in the watch, a bug of the exporter; it goes on", bug);
    }

    /** Sums up what had no line of its own since the last time, and permits another line; from time to time. */
    synchronized void flush() {
        lines = Math.min(MOST_LINES, lines + 1);
        if (lost + notOpened + back == 0) {
            return;
        }
        LOG.atLevel(lost + notOpened == 0 ? Level.INFO : Level.WARN)
                .addKeyValue("lost", lost)
                .addKeyValue("not_opened", notOpened)
                .addKeyValue("open_again", back)
                .log("further connections");
        lost = 0;
        notOpened = 0;
        back = 0;
    }

    private boolean takeLine() {
        return lines > 0 && lines-- > 0;
    }

    private static LoggingEventBuilder about(WatchedTarget target, int connection, Level level) {
        return LOG.atLevel(level)
                .addKeyValue("watch", target.settings().name())
                .addKeyValue("target", target.target().toString())
                .addKeyValue("connection_id", connection);
    }
}
