package dev.websocketexporter.engine;

import dev.websocketexporter.probe.LogLine;
import dev.websocketexporter.probe.LogLine.Level;
import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of one probe, bounded whatever the target says. Control characters become visible, so that a target cannot
 * forge a line. Confined to the probe's event loop.
 */
final class ProbeLog {
    private static final int MAX_LINES = 300;
    private static final int MAX_LINE_LENGTH = 1_000;

    private final Ticker ticker;
    private final long startedAt;
    private final List<LogLine> lines = new ArrayList<>();
    private boolean full;

    ProbeLog(Ticker ticker, long startedAt) {
        this.ticker = ticker;
        this.startedAt = startedAt;
    }

    void debug(String message) {
        add(Level.DEBUG, message);
    }

    void info(String message) {
        add(Level.INFO, message);
    }

    void warn(String message) {
        add(Level.WARN, message);
    }

    List<LogLine> lines() {
        return List.copyOf(lines);
    }

    private void add(Level level, String message) {
        // Why a probe failed is a warning, and what a target says is none: it must not push that out.
        if (lines.size() < MAX_LINES || level == Level.WARN) {
            append(level, Quoting.printable(message, MAX_LINE_LENGTH));
        } else if (!full) {
            full = true;
            append(level, "further lines are left out");
        }
    }

    private void append(Level level, String text) {
        lines.add(new LogLine(Duration.ofNanos(ticker.read() - startedAt), level, text));
    }
}
