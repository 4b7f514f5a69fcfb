package dev.websocketexporter.server.recording;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.time.Instant;

/**
 * The metrics about targets that are offered to Prometheus, or about those that are watched; they are not there without any.
 * None has a target as a label. Safe for use by several threads.
 */
public final class TargetLoads {
    private static final String PREFIX = "websocket_exporter_";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Gauge targets;
    private final Gauge files;
    private final Gauge successful;
    private final Gauge successTime;

    private TargetLoads(CollectorRegistry registry, String prefix, String what, String ofThem) {
        this.targets =
                Gauge.build(prefix + "targets", "How many targets are " + what).register(registry);
        this.files = Gauge.build(prefix + "target_files", "How many target files" + ofThem + " there are, good or not")
                .register(registry);
        this.successful = Gauge.build(
                        prefix + "target_files_last_load_successful",
                        "Whether the last loading of each target file" + ofThem + " succeeded")
                .register(registry);
        this.successTime = Gauge.build(
                        prefix + "target_files_last_load_success_timestamp_seconds",
                        "When all target files" + ofThem + " could last be used, in Unix time")
                .register(registry);
    }

    /** Of those that are offered to Prometheus. */
    static TargetLoads ofOffered(CollectorRegistry registry) {
        return new TargetLoads(registry, PREFIX, "offered at /sd", "");
    }

    /** Of those whose connections this exporter holds open. */
    static TargetLoads ofWatched(CollectorRegistry registry) {
        return new TargetLoads(registry, PREFIX + "watch_", "watched by this exporter", " of watch");
    }

    /**
     * The files were looked at.
     *
     * @param inForce how many targets
     * @param found how many files
     */
    public void succeeded(int inForce, int found, Instant at) {
        looked(inForce, found, 1);
        successTime.set(at.getEpochSecond() + at.getNano() / NANOS_PER_SECOND);
    }

    /** The same when one of them cannot be used, so that what it last held stays. */
    public void failed(int inForce, int found) {
        looked(inForce, found, 0);
    }

    private void looked(int inForce, int found, int good) {
        targets.set(inForce);
        files.set(found);
        successful.set(good);
    }
}
