package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult;
import java.util.concurrent.Executor;

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
     */
    public void record(ProbeResult result, Executor writing) {
        metrics.probeEnded(result);
        history.add(result);
        metrics.historyTakes(history.bytes());
        log.write(result, writing);
    }
}
