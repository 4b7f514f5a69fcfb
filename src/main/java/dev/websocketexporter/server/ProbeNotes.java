package dev.websocketexporter.server;

import dev.websocketexporter.probe.ProbeResult;

/**
 * Where the exporter takes note of a probe that has ended.
 *
 * @param metrics counts it
 * @param history keeps it
 * @param log writes it
 */
record ProbeNotes(ExporterMetrics metrics, History history, ProbeLog log) {
    void take(ProbeResult result) {
        metrics.probeEnded(result);
        history.add(result);
        log.write(result);
    }
}
