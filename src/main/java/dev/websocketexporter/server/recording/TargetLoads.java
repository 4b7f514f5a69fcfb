package dev.websocketexporter.server.recording;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.time.Instant;

/**
 * The metrics about the targets that are offered to Prometheus, which are not there without any. None has a target as a
 * label. Safe for use by several threads.
 */
public final class TargetLoads {
    private static final String PREFIX = "websocket_exporter_";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Gauge targets;
    private final Gauge files;
    private final Gauge successful;
    private final Gauge successTime;

    TargetLoads(CollectorRegistry registry) {
        this.targets = Gauge.build(PREFIX + "targets", "How many targets are offered at /sd")
                .register(registry);
        this.files = Gauge.build(PREFIX + "target_files", "How many target files there are, good or not")
                .register(registry);
        this.successful = Gauge.build(
                        PREFIX + "target_files_last_load_successful",
                        "Whether the last loading of each target file succeeded")
                .register(registry);
        this.successTime = Gauge.build(
                        PREFIX + "target_files_last_load_success_timestamp_seconds",
                        "When all target files could last be used, in Unix time")
                .register(registry);
    }

    /**
     * The files were looked at.
     *
     * @param offered how many targets
     * @param found how many files
     */
    public void succeeded(int offered, int found, Instant at) {
        looked(offered, found, 1);
        successTime.set(at.getEpochSecond() + at.getNano() / NANOS_PER_SECOND);
    }

    /** The same when one of them cannot be used, so that what it last offered stays. */
    public void failed(int offered, int found) {
        looked(offered, found, 0);
    }

    private void looked(int offered, int found, int good) {
        targets.set(offered);
        files.set(found);
        successful.set(good);
    }
}
