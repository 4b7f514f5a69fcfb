package dev.websocketexporter.server.recording;

import dev.websocketexporter.config.web.ServerTls;
import dev.websocketexporter.config.web.WebConfiguration;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The metrics about a web configuration, which are not there without one. Safe for use by several threads. */
public final class WebReloads {
    private static final String PREFIX = "websocket_exporter_web_";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Gauge successful;
    private final Gauge successTime;
    private final Counter rejected;

    /** Absent: no TLS, and there will be none before a restart. */
    private final @Nullable Life certificate;

    WebReloads(CollectorRegistry registry, WebConfiguration loaded, Instant at) {
        this.successful = Gauge.build(
                        PREFIX + "config_last_reload_successful",
                        "Whether the last loading of the web configuration succeeded")
                .register(registry);
        this.successTime = Gauge.build(
                        PREFIX + "config_last_reload_success_timestamp_seconds",
                        "When the web configuration was last loaded with success, in Unix time")
                .register(registry);
        this.rejected = Counter.build(
                        PREFIX + "requests_rejected_total",
                        "Requests that the web configuration turned away, by the reason")
                .labelNames("reason")
                .register(registry);
        for (Rejection reason : Rejection.values()) {
            rejected.labels(reason.label);
        }
        this.certificate = loaded.tls() == null ? null : Life.of(registry);
        succeeded(loaded, at);
    }

    /** From when to when the certificate is valid. */
    private record Life(Gauge beginning, Gauge end) {
        static Life of(CollectorRegistry registry) {
            return new Life(
                    Gauge.build(
                                    PREFIX + "certificate_not_before_timestamp_seconds",
                                    "From when on the certificate of the exporter's own port is valid, in Unix time")
                            .register(registry),
                    Gauge.build(
                                    PREFIX + "certificate_not_after_timestamp_seconds",
                                    "When the certificate of the exporter's own port ends, in Unix time")
                            .register(registry));
        }

        void isOf(X509Certificate leaf) {
            beginning.set((double) leaf.getNotBefore().toInstant().getEpochSecond());
            end.set((double) leaf.getNotAfter().toInstant().getEpochSecond());
        }
    }

    /** Why a request was turned away before it came to an endpoint. */
    public enum Rejection {
        RATE_LIMIT("rate_limit"),
        NO_LOGIN("no_login"),
        WRONG_LOGIN("wrong_login"),
        /** Too many passwords were being compared. */
        BUSY("busy");

        private final String label;

        Rejection(String label) {
            this.label = label;
        }
    }

    /** The file, or one that it names, has changed, and is in force. */
    public void succeeded(WebConfiguration loaded, Instant at) {
        successful.set(1);
        successTime.set(at.getEpochSecond() + at.getNano() / NANOS_PER_SECOND);
        ServerTls tls = loaded.tls();
        if (certificate != null && tls != null) {
            certificate.isOf(tls.identity().chain().get(0));
        }
    }

    /** A new one was refused; the old one stays in force. */
    public void failed() {
        successful.set(0);
    }

    public void rejected(Rejection reason) {
        rejected.labels(reason.label).inc();
    }
}
