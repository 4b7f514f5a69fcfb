package dev.websocketexporter.probe.watch;

import java.util.List;

/** How the watch is, for whoever shows it. Safe to call from any thread. */
public interface WatchFigures {
    /** Where nothing is watched. */
    WatchFigures NONE = new WatchFigures() {
        @Override
        public boolean isConfigured() {
            return false;
        }

        @Override
        public List<TargetFigures> targets() {
            return List.of();
        }
    };

    /** Whether the configuration in force has a {@code watch}. */
    boolean isConfigured();

    /** Every target, in the order of the configuration, as it is now. */
    List<TargetFigures> targets();
}
