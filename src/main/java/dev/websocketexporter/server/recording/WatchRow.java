package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the connections to a target are: a row of the page and of the API.
 *
 * @param target as it is shown, made once
 * @param open how many have their subscription
 * @param oldest since when the one has been open that has been so for longest; absent: none is open
 * @param youngest the same of the one that was opened last
 * @param lastDrop the last end or failed opening of any of them that nobody wanted; absent: each ended as it was wanted, if at
 *     all
 * @param messagesPerMinute how many data messages came, to one digit; absent: not known yet
 */
public record WatchRow(
        TargetFigures figures,
        String target,
        WatchStanding standing,
        int open,
        @Nullable Instant oldest,
        @Nullable Instant youngest,
        @Nullable LastEnd lastDrop,
        @Nullable Double messagesPerMinute) {
    /** What needs a look first; then as people look for a name. */
    static final Comparator<WatchRow> ORDER = Comparator.comparing(WatchRow::standing)
            .thenComparing(WatchRow::watch)
            .thenComparing(WatchRow::target)
            .thenComparing(row -> row.figures().watched().labels().toString());

    private static final Set<String> WANTED_ENDS =
            Arrays.stream(HoldEnd.Ours.values()).map(HoldEnd.Ours::label).collect(Collectors.toSet());

    static WatchRow of(TargetFigures figures, @Nullable Double messagesPerMinute) {
        List<Instant> opened = figures.connections().stream()
                .filter(WatchStanding::isOpen)
                .map(Connection::since)
                .sorted()
                .toList();
        return new WatchRow(
                figures,
                figures.watched().target().toString(),
                WatchStanding.of(figures),
                figures.active(),
                opened.isEmpty() ? null : opened.get(0),
                opened.isEmpty() ? null : opened.get(opened.size() - 1),
                lastDrop(figures.connections()),
                messagesPerMinute);
    }

    private static @Nullable LastEnd lastDrop(List<Connection> connections) {
        return connections.stream()
                .map(Connection::lastEnd)
                .filter(Objects::nonNull)
                .filter(end -> !WANTED_ENDS.contains(end.cause()))
                .max(Comparator.comparing(LastEnd::time))
                .orElse(null);
    }

    /** The name of the watch. */
    public String watch() {
        return figures.watched().settings().name();
    }

    /** The name of the module that opens them. */
    public String module() {
        return figures.watched().settings().moduleName();
    }

    /** How many there should be. */
    public int wanted() {
        return figures.watched().settings().connections();
    }
}
