package dev.websocketexporter.server.recording;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.time.Instant;

/** The metrics about a web configuration, which are not there without one. Safe for use by several threads. */
public final class WebReloads {
    private static final String PREFIX = "websocket_exporter_web_config_";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Gauge successful;
    private final Gauge successTime;

    WebReloads(CollectorRegistry registry, Instant loadedAt) {
        this.successful = Gauge.build(
                        PREFIX + "last_reload_successful",
                        "Whether the last loading of the web configuration succeeded")
                .register(registry);
        this.successTime = Gauge.build(
                        PREFIX + "last_reload_success_timestamp_seconds",
                        "When the web configuration was last loaded with success, in Unix time")
                .register(registry);
        succeeded(loadedAt);
    }

    /** The file, or one that it names, has changed, and is in force. */
    public void succeeded(Instant at) {
        successful.set(1);
        successTime.set(at.getEpochSecond() + at.getNano() / NANOS_PER_SECOND);
    }

    /** A new one was refused; the old one stays in force. */
    public void failed() {
        successful.set(0);
    }
}
