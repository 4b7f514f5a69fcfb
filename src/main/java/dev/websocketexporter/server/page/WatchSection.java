package dev.websocketexporter.server.page;

import dev.websocketexporter.server.recording.WatchRow;
import dev.websocketexporter.server.recording.WatchStanding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The held connections on the overview: a row for each target of each watch. Absent where nothing is watched. */
final class WatchSection {
    private static final List<String> COLUMNS = List.of("State", "Target", "Open", "Last drop", "Messages");

    private WatchSection() {}

    /**
     * The heading and the table.
     *
     * @param most rows that are shown
     * @return how many more the filter lets through
     */
    static int write(Html html, List<WatchRow> all, RowFilter filter, int most, Instant now) {
        List<WatchRow> chosen = all.stream().filter(filter::matches).toList();
        List<WatchRow> shown = chosen.subList(0, Math.min(chosen.size(), most));
        html.open("section", "id", "watched", "aria-labelledby", "watched-title");
        html.element("h2", "Held connections", "id", "watched-title");
        html.element("p", summary(all, shown.size()), "id", "watched-summary", "role", "status")
                .line();
        html.open("table", "class", "rows held", "role", "table", "aria-label", "held connections");
        html.open("thead", "role", "rowgroup").open("tr", "role", "row");
        COLUMNS.forEach(column -> html.element("th", column, "role", "columnheader", "scope", "col"));
        html.close("tr").close("thead");
        html.open("tbody", "id", "watched-rows", "role", "rowgroup").line();
        WatchRowHtml writer = new WatchRowHtml(html, now);
        shown.forEach(writer::row);
        html.close("tbody").close("table").close("section").line();
        return chosen.size() - shown.size();
    }

    static String summary(List<WatchRow> all, int shown) {
        if (all.isEmpty()) {
            return "The configuration has no target to watch.";
        }
        Map<String, Long> states = new LinkedHashMap<>();
        for (WatchStanding standing : WatchStanding.values()) {
            states.put(
                    standing.word().toLowerCase(Locale.ROOT),
                    all.stream().filter(row -> row.standing() == standing).count());
        }
        return RowCounts.words(states, shown);
    }
}
