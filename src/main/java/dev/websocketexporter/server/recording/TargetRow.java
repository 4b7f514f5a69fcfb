package dev.websocketexporter.server.recording;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A row of the page and of the API.
 *
 * @param target as it is shown, made once
 * @param standing when the row was made
 */
public record TargetRow(String target, TargetState state, Standing standing) {
    /** What needs a look first, and what is not probed any more last; then as people look for a name. */
    private static final Comparator<TargetRow> ORDER = Comparator.comparing(TargetRow::standing)
            .thenComparing(TargetRow::target)
            .thenComparing(TargetRow::module)
            .thenComparing(row -> row.state().key());

    /** In the order in which people read them. */
    public static List<TargetRow> of(List<TargetState> states, Instant now) {
        return states.stream()
                .map(state -> new TargetRow(state.target().toString(), state, state.standing(now)))
                .sorted(ORDER)
                .toList();
    }

    public String module() {
        return state.module();
    }
}
