package dev.websocketexporter.server.page;

import dev.websocketexporter.server.recording.TargetState;

/**
 * A row of the overview.
 *
 * @param target as it is shown, made once
 */
record TargetRow(String target, TargetState state) {
    static TargetRow of(TargetState state) {
        return new TargetRow(state.target().toString(), state);
    }

    String module() {
        return state.module();
    }
}
