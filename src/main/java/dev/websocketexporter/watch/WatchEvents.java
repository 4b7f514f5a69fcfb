package dev.websocketexporter.watch;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.WatchedTarget;
import java.time.Duration;

/**
 * Is told what the log and the exporter's own metrics say of the watch. Called on the thread of the watch, which it must not
 * block. A connection that is down is reported once, whatever its further attempts show, and once when it is back.
 */
public interface WatchEvents {
    /** A limit of the exporter itself ended an opening or a connection; each time. */
    void limitReached(ExporterLimit limit);

    /** A connection that was not open before, or was closed because of its age, could not be opened; it is tried again. */
    void openingFailed(WatchedTarget target, int connection, ProbeResult result);

    /** An open connection was lost; it is opened again. */
    void dropped(WatchedTarget target, int connection, HoldEnd end);

    /**
     * A connection that was reported as lost, or as one that could not be opened, is open again.
     *
     * @param down since that report
     */
    void back(WatchedTarget target, int connection, Duration down);

    /** A bug of the exporter. */
    void defect(RuntimeException bug);
}
