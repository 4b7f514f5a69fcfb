package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.report.Failure;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes the lines that {@link ProberLogging} lets through to the exporter's log; targets without the values in their query. */
public final class ProbeLogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ProberLogging.LOGGER);
    private static final int MOST_TARGETS = 10_000;

    /** Enough for all of these with ordinary URLs; beside the bytes of the history. */
    private static final long MOST_BYTES = 4L << 20;

    private final ProberLogging logging;
    private final StateChanges changes = new StateChanges(MOST_TARGETS, MOST_BYTES);
    private final LogQueue queue = new LogQueue(LOG);
    private final ReentrantLock order = new ReentrantLock();

    public ProbeLogWriter(ProberLogging logging) {
        this.logging = logging;
    }

    /**
     * Writes the lines about a probe that has ended; for most there are none. Does not block.
     *
     * @param pool writes, one thread at a time, in the order in which the probes ended
     */
    void write(ProbeResult result, Executor pool) {
        // In one step, so that a target's recovery is not logged before its failure.
        order.lock();
        try {
            boolean changed = changes.observe(result) && logging.showsStateChanges();
            if (changed || showsAnyOf(result.log())) {
                queue.add(() -> writeLines(result, changed), pool);
            }
        } finally {
            order.unlock();
        }
    }

    private void writeLines(ProbeResult result, boolean changed) {
        writeLog(result);
        if (changed) {
            writeChange(result);
        }
    }

    private boolean showsAnyOf(List<LogLine> log) {
        for (LogLine line : log) {
            if (logging.shows(line)) {
                return true;
            }
        }
        return false;
    }

    private void writeLog(ProbeResult result) {
        for (LogLine line : result.log()) {
            if (logging.shows(line)) {
                about(result.request(), levelOf(line)).log(line.message());
            }
        }
    }

    private static void writeChange(ProbeResult result) {
        Failure failure = result.failure();
        if (failure == null) {
            about(result.request(), Level.INFO).log("target is up again");
            return;
        }
        about(result.request(), Level.WARN)
                .addKeyValue("phase", failure.phase().label())
                .addKeyValue("reason", failure.reason().label())
                .addKeyValue("detail", failure.detail())
                .log("target fails");
    }

    private static LoggingEventBuilder about(ProbeRequest request, Level level) {
        return LOG.atLevel(level)
                .addKeyValue("target", request.target().toString())
                .addKeyValue("module", request.module().name());
    }

    private static Level levelOf(LogLine line) {
        return switch (line.level()) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
        };
    }
}
