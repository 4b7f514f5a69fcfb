package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeExpositionTest {
    @Test
    void fullSuccessShowsEverything() {
        assertThat(text(SampleResults.fullSuccess())).isEqualTo(Golden.text("full-success.txt"));
    }

    @Test
    void fullSuccessShowsTheSameInOpenMetrics() {
        assertThat(ProbeExposition.text(SampleResults.fullSuccess(), ExpositionFormat.OPENMETRICS))
                .isEqualTo(Golden.text("full-success.openmetrics.txt"));
    }

    @Test
    void failedLookupShowsOnlyWhatIsAlwaysThere() {
        assertThat(text(SampleResults.nameNotFound())).isEqualTo(Golden.text("name-not-found.txt"));
    }

    @Test
    void refusedConnectionShowsTheAddressThatRefused() {
        assertThat(samples(SampleResults.connectionRefused()))
                .containsExactly(
                        "probe_success 0.0",
                        "probe_duration_seconds 0.002",
                        "probe_timeout_seconds 9.5",
                        "probe_websocket_failure_info{phase=\"connect\",reason=\"connection_refused\",} 1.0",
                        "probe_websocket_attempts 1.0",
                        "probe_dns_lookup_time_seconds 0.0",
                        "probe_ip_protocol 4.0",
                        // What blackbox_exporter says of 127.0.0.1.
                        "probe_ip_addr_hash 3.668918509E9",
                        "probe_ip_addr_info{ip=\"127.0.0.1\",} 1.0",
                        "probe_websocket_duration_seconds{phase=\"resolve\",} 0.0",
                        "probe_websocket_duration_seconds{phase=\"connect\",} 0.001",
                        "probe_websocket_overhead_seconds 0.001",
                        "probe_websocket_status_code 0.0",
                        "probe_websocket_connection_upgraded 0.0",
                        "probe_websocket_ssl 0.0",
                        "probe_websocket_http_version 1.1",
                        "probe_websocket_failed_due_to_regex 0.0");
    }

    @Test
    void badCertificateIsShownAllTheSame() {
        assertThat(ProbeExposition.text(SampleResults.certificateExpired(), ExpositionFormat.OPENMETRICS))
                .isEqualTo(Golden.text("certificate-expired.openmetrics.txt"));
    }

    @Test
    void statusOfARefusedUpgradeIsShown() {
        assertThat(samples(SampleResults.unexpectedStatus()))
                .contains(
                        "probe_websocket_failure_info{phase=\"processing\",reason=\"unexpected_status\",} 1.0",
                        "probe_websocket_status_code 404.0",
                        "probe_websocket_connection_upgraded 0.0")
                .noneMatch(sample -> sample.startsWith("probe_websocket_close"))
                .noneMatch(sample -> sample.startsWith("probe_websocket_subprotocol"));
    }

    @Test
    void conversationIsShownStepByStepWithItsHeartbeat() {
        assertThat(samples(SampleResults.failedConversation()))
                .contains(
                        "probe_websocket_attempts 2.0",
                        "probe_websocket_overhead_seconds 0.009",
                        "probe_websocket_duration_seconds{phase=\"transfer\",} 0.04",
                        "probe_websocket_failed_due_to_regex 1.0",
                        "probe_websocket_failed_step 2.0",
                        "probe_websocket_messages{direction=\"sent\",} 1.0",
                        "probe_websocket_messages{direction=\"received\",} 2.0",
                        "probe_websocket_message_bytes{direction=\"sent\",} 20.0",
                        "probe_websocket_message_bytes{direction=\"received\",} 300.0",
                        "probe_websocket_time_to_first_message_seconds 0.007",
                        "probe_websocket_step_duration_seconds{step=\"subscribe\",} 0.008",
                        "probe_websocket_step_duration_seconds{step=\"2\",} 0.03",
                        "probe_expect_info{status=\"not \\\"ok\\\"\\n\",} 1.0",
                        "probe_websocket_pings_sent 3.0",
                        "probe_websocket_pongs_received 2.0",
                        "probe_websocket_ping_rtt_seconds{stat=\"min\",} 0.001",
                        "probe_websocket_ping_rtt_seconds{stat=\"mean\",} 0.002",
                        "probe_websocket_ping_rtt_seconds{stat=\"max\",} 0.003",
                        "probe_websocket_ping_rtt_seconds{stat=\"stddev\",} 0.001",
                        "probe_websocket_health_status 0.5");
    }

    @Test
    void metricsThatAlwaysAppearAreThereWhenNothingWasLearnt() {
        List<String> names = samples(SampleResults.nameNotFound()).stream()
                .map(sample -> sample.replaceAll("[{ ].*", ""))
                .toList();
        assertThat(names)
                .containsAll(Arrays.stream(ProbeMetric.values())
                        .filter(metric -> metric.presence() == ProbeMetric.Presence.ALWAYS)
                        .map(ProbeMetric::metricName)
                        .toList());
    }

    @Test
    void forbiddenTargetHasNoReasonOfFailure() {
        ProbeResult forbidden =
                SampleResults.withOutcome(SampleResults.connectionRefused(), new Outcome.Forbidden("denied"));
        assertThat(samples(forbidden))
                .contains("probe_success 0.0")
                .noneMatch(sample -> sample.startsWith("probe_websocket_failure_info"));
    }

    @Test
    void sampleWithTheWrongNumberOfLabelsIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new ProbeSamples(ExpositionFormat.PROMETHEUS_TEXT).set(ProbeMetric.FAILURE_INFO, 1, "connect"));
    }

    @ParameterizedTest
    @EnumSource
    void everyMetricHasALegalNameAndAHelpOfOneLine(ProbeMetric metric) {
        assertThat(metric.metricName()).matches("probe_[a-z0-9_]+");
        assertThat(metric.help()).isNotBlank().doesNotContain("\n");
        assertThat(metric.labels()).allMatch(label -> label.matches("[a-z][a-z0-9_]*"));
    }

    private static String text(ProbeResult result) {
        return ProbeExposition.text(result, ExpositionFormat.PROMETHEUS_TEXT);
    }

    private static List<String> samples(ProbeResult result) {
        return text(result).lines().filter(line -> !line.startsWith("#")).toList();
    }
}
