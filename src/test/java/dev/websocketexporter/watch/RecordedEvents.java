package dev.websocketexporter.watch;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.WatchedTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps each event as a line. */
final class RecordedEvents implements WatchEvents {
    final List<String> lines = new ArrayList<>();

    @Override
    public void limitReached(ExporterLimit limit) {
        lines.add("limit " + limit.label());
    }

    @Override
    public void openingFailed(WatchedTarget target, int connection, ProbeResult result) {
        lines.add("failed " + connection);
    }

    @Override
    public void dropped(WatchedTarget target, int connection, HoldEnd end) {
        lines.add("dropped " + connection + " " + end.cause().label());
    }

    @Override
    public void back(WatchedTarget target, int connection, Duration down) {
        lines.add("back " + connection + " after " + down);
    }

    @Override
    public void defect(RuntimeException bug) {
        lines.add("defect " + bug.getMessage());
    }
}
