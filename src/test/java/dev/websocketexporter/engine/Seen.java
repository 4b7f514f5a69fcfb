package dev.websocketexporter.engine;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.report.ConversationReport;
import java.util.Objects;

/**
 * What there is to see of a probe that is over.
 *
 * @param witness what the server heard
 * @param allocatedBytes how much memory the engine's threads took from the heap for it, given back or not
 */
record Seen(ProbeResult result, Witness witness, long allocatedBytes) {
    ConversationReport conversation() {
        return Objects.requireNonNull(result.conversation(), () -> "no conversation: " + result.log());
    }

    CloseReport close() {
        return Objects.requireNonNull(result.close(), () -> "no close: " + result.log());
    }
}
