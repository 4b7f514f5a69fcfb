package dev.websocketexporter.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.server.recording.WebReloads.Rejection;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.WebConfigurations;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebReloadsTest {
    private final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));

    @Test
    void lifeOfTheCertificateIsThatOfTheOneInForce() {
        WebReloads reloads = metrics.webConfigurationLoaded(certificateUntil(1_800_000_000), Instant.EPOCH);
        assertThat(text())
                .contains(
                        "websocket_exporter_web_certificate_not_before_timestamp_seconds 1.5778368E9\n",
                        "websocket_exporter_web_certificate_not_after_timestamp_seconds 1.8E9\n");

        reloads.succeeded(certificateUntil(1_900_000_000), Instant.EPOCH);

        assertThat(text()).contains("websocket_exporter_web_certificate_not_after_timestamp_seconds 1.9E9\n");
    }

    @Test
    void withoutTlsThereIsNoCertificateThatCouldEnd() {
        metrics.webConfigurationLoaded(WebConfigurations.withoutTls(), Instant.EPOCH);

        assertThat(text())
                .contains("websocket_exporter_web_config_last_reload_successful 1.0\n")
                .doesNotContain("websocket_exporter_web_certificate");
    }

    @Test
    void eachReasonToTurnARequestAwayBeginsAtZeroAndIsCounted() {
        WebReloads reloads = metrics.webConfigurationLoaded(WebConfigurations.withoutTls(), Instant.EPOCH);
        reloads.rejected(Rejection.WRONG_LOGIN);
        reloads.rejected(Rejection.WRONG_LOGIN);

        assertThat(text())
                .contains(
                        "websocket_exporter_web_requests_rejected_total{reason=\"wrong_login\",} 2.0\n",
                        "websocket_exporter_web_requests_rejected_total{reason=\"no_login\",} 0.0\n",
                        "websocket_exporter_web_requests_rejected_total{reason=\"busy\",} 0.0\n",
                        "websocket_exporter_web_requests_rejected_total{reason=\"rate_limit\",} 0.0\n");
    }

    private static WebConfiguration certificateUntil(long epochSecond) {
        return WebConfigurations.withTls(CertificateRecipe.leaf("a.test")
                .validUntil(Instant.ofEpochSecond(epochSecond))
                .selfSigned());
    }

    private String text() {
        return metrics.text(ExpositionFormat.PROMETHEUS_TEXT);
    }
}
