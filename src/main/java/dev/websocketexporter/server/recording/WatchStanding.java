package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import java.util.List;

/** How the connections to a target stand, for those who have to do something about it; what needs a look first. */
public enum WatchStanding {
    /** None of them is open. */
    DOWN("down", "Down"),
    /** They are open, and what should come does not. */
    STALE("stale", "Stale"),
    /** Some are open, or miss pongs. */
    DEGRADED("degraded", "Degraded"),
    /** None of them is open yet, and none has failed. */
    OPENING("opening", "Opening"),
    /** All of them are open and healthy. */
    UP("up", "Open");

    private final String label;
    private final String word;

    WatchStanding(String label, String word) {
        this.label = label;
        this.word = word;
    }

    /** In queries and in JSON. */
    public String label() {
        return label;
    }

    /** As people read it. */
    public String word() {
        return word;
    }

    static WatchStanding of(TargetFigures figures) {
        List<Connection> connections = figures.connections();
        if (connections.stream().noneMatch(WatchStanding::isOpen)) {
            boolean isNew = connections.stream().allMatch(connection -> connection.lastEnd() == null);
            return isNew ? OPENING : DOWN;
        }
        if (Boolean.TRUE.equals(figures.feed().stale())) {
            return STALE;
        }
        return connections.stream().allMatch(WatchStanding::isHealthy) ? UP : DEGRADED;
    }

    static boolean isOpen(Connection connection) {
        return connection.state() == State.OPEN;
    }

    /** Whether nobody has to look at it. */
    public static boolean isHealthy(Connection connection) {
        return isOpen(connection) && connection.health() == 1;
    }
}
