package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Records a probe that has ended.
 *
 * @param metrics counts it
 * @param history keeps it
 * @param log writes it
 */
public record ProbeRecorder(ExporterMetrics metrics, History history, ProbeLogWriter log) {
    public ProbeRecorder {
        metrics.historyMayTake(history.mostBytes());
    }

    /**
     * Records it without blocking.
     *
     * @param writing writes to the log, which may block
     * @return what the history keeps of it; absent: nothing
     */
    public History.@Nullable Entry record(ProbeResult result, Executor writing) {
        metrics.probeEnded(result);
        History.Entry kept = history.add(result);
        metrics.historyTakes(history.bytes());
        log.write(result, writing);
        return kept;
    }
}
