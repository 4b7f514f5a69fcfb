package dev.websocketexporter.server;

import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.LogLine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes what {@link ProberLogging} asks for to the exporter's log; targets without the values in their query. */
final class ProbeLog {
    private static final Logger LOG = LoggerFactory.getLogger(ExporterServer.PROBE_LOGGER);
    private static final int MOST_TARGETS = 10_000;

    private final ProberLogging logging;
    private final StateChanges changes = new StateChanges(MOST_TARGETS);

    ProbeLog(ProberLogging logging) {
        this.logging = logging;
    }

    /** Writes what {@link #lines} says, at once. */
    void write(ProbeResult result) {
        Runnable lines = lines(result);
        if (lines != null) {
            lines.run();
        }
    }

    /** Writes what there is to say about a probe that has ended, and may block; null: nothing. */
    @Nullable
    Runnable lines(ProbeResult result) {
        boolean changed = changes.observe(result) && logging.showsStateChanges();
        if (!changed && !showsAnyOf(result.log())) {
            return null;
        }
        return () -> {
            writeLog(result);
            if (changed) {
                writeChange(result);
            }
        };
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
