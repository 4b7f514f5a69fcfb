package dev.websocketexporter.testkit;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watch whose figures the test sets. */
public final class FakeWatch implements WatchFigures {
    private volatile @Nullable List<TargetFigures> targets;

    private FakeWatch(@Nullable List<TargetFigures> targets) {
        this.targets = targets;
    }

    /** Without a watch in the configuration. */
    public static FakeWatch none() {
        return new FakeWatch(null);
    }

    public static FakeWatch of(TargetFigures... targets) {
        return new FakeWatch(List.of(targets));
    }

    /** From now on. */
    public void show(TargetFigures... now) {
        targets = List.of(now);
    }

    /** From now on there is no watch in the configuration. */
    public void remove() {
        targets = null;
    }

    @Override
    public boolean isConfigured() {
        return targets != null;
    }

    @Override
    public List<TargetFigures> targets() {
        List<TargetFigures> now = targets;
        return now == null ? List.of() : now;
    }
}
