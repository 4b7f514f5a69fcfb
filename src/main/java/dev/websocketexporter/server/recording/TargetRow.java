package dev.websocketexporter.server.recording;

import java.util.Comparator;
import java.util.List;

/**
 * A row of the page and of the API.
 *
 * @param target as it is shown, made once
 */
public record TargetRow(String target, TargetState state) {
    /** What needs a look first; then as people look for a name. */
    private static final Comparator<TargetRow> ORDER = Comparator.comparing(
                    (TargetRow row) -> row.state().up())
            .thenComparing(TargetRow::target)
            .thenComparing(TargetRow::module)
            .thenComparing(row -> row.state().key());

    /** In the order in which people read them. */
    public static List<TargetRow> of(List<TargetState> states) {
        return states.stream()
                .map(state -> new TargetRow(state.target().toString(), state))
                .sorted(ORDER)
                .toList();
    }

    public String module() {
        return state.module();
    }
}
