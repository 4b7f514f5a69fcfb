package dev.websocketexporter.server.page;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.Standing;
import dev.websocketexporter.server.recording.TargetRow;
import dev.websocketexporter.server.recording.WatchRow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the overview are shown.
 *
 * @param words all of them are in the row
 * @param allRows also those that are not seen at first
 */
record RowFilter(
        String text,
        List<String> words,
        @Nullable String state,
        @Nullable String module,
        boolean allRows) {
    static final List<String> STATES =
            Arrays.stream(Standing.values()).map(Standing::label).toList();

    private static final String ALL = "all";

    static RowFilter of(QueryParameters parameters) throws HttpErrorException {
        String text = Objects.requireNonNullElse(parameters.single("q"), "");
        String state = parameters.single("state");
        if (state != null && !STATES.contains(state)) {
            throw HttpErrorException.badRequest(
                    "state \"" + Printable.masked(state) + "\" is none (expected: down, up or stale)");
        }
        List<String> words = Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        boolean allRows = ALL.equals(parameters.single("rows"));
        return new RowFilter(text, words, state, parameters.single("module"), allRows);
    }

    /** For readers without a script. */
    String queryOfAllRows() {
        return "?rows=" + ALL + parameter("q", text) + parameter("state", state) + parameter("module", module);
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null || value.isEmpty()
                ? ""
                : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    boolean matches(TargetRow row) {
        Failure failure = row.state().failure();
        String said = failure == null
                ? ""
                : failure.phase().label() + " " + failure.reason().label() + " " + failure.detail();
        return matches(row.standing().label(), row.module(), row.target() + " " + row.module() + " " + said);
    }

    boolean matches(WatchRow row) {
        LastEnd drop = row.lastDrop();
        String said = drop == null ? "" : drop.cause() + " " + drop.code() + " " + drop.detail();
        String labels = String.join(" ", row.figures().watched().labels().values());
        return matches(
                row.standing().label(),
                row.module(),
                String.join(" ", row.target(), row.watch(), row.module(), labels, said));
    }

    private boolean matches(String itsState, String itsModule, String searched) {
        String lower = searched.toLowerCase(Locale.ROOT);
        return (state == null || state.equals(itsState))
                && (module == null || module.equals(itsModule))
                && words.stream().allMatch(lower::contains);
    }
}
