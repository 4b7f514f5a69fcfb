package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is reported of a conversation: its steps, labels and heartbeat. Confined to the probe's event loop. */
final class ConversationLog {
    private final List<StepReport> steps = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable String running;
    private long runningSince;
    private @Nullable Integer failedStep;
    private @Nullable Supplier<HeartbeatReport> heartbeat;

    void stepBegan(String label, long tick) {
        running = label;
        runningSince = tick;
    }

    /** Ends the running step. A message that was there before the step began was there at once. */
    Duration stepEnded(long tick) {
        Duration took = Duration.ofNanos(Math.max(0, tick - runningSince));
        steps.add(new StepReport(String.valueOf(running), took));
        running = null;
        return took;
    }

    /** The conversation is over; a step that is not has failed. */
    void cutOff(long tick) {
        if (running != null) {
            stepEnded(tick);
            failedStep = steps.size();
        }
    }

    /** A later one of the same name replaces an earlier one. */
    void label(String name, String value) {
        labels.put(name, value);
    }

    void heartbeatBegan(Supplier<HeartbeatReport> figures) {
        heartbeat = figures;
    }

    List<StepReport> steps() {
        return steps;
    }

    @Nullable
    Integer failedStep() {
        return failedStep;
    }

    Map<String, String> labels() {
        return labels;
    }

    @Nullable
    HeartbeatReport heartbeat() {
        return heartbeat == null ? null : heartbeat.get();
    }
}
