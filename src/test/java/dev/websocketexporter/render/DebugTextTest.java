package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.Outcome;
import org.junit.jupiter.api.Test;

class DebugTextTest {
    private static final String MODULE = "timeout: 5s\nwebsocket:\n  headers: {Authorization: <secret>}\n";

    @Test
    void logMetricsAndModuleFollowEachOther() {
        assertThat(DebugText.of(SampleResults.fullSuccess(), MODULE)).isEqualTo(Golden.text("debug-full-success.txt"));
    }

    @Test
    void valuesInTheQueryOfTheTargetAreHidden() {
        assertThat(DebugText.of(SampleResults.fullSuccess(), MODULE)).doesNotContain("hunter2");
    }

    @Test
    void failureIsToldWithItsPhaseReasonAndDetail() {
        assertThat(DebugText.of(SampleResults.nameNotFound(), MODULE))
                .contains("ts=2026-11-21T10:00:00.003000Z level=warn module=websocket target=ws://nowhere.invalid/"
                        + " msg=\"Probe failed\" phase=resolve reason=name_not_found"
                        + " detail=\"nowhere.invalid: no such name (NXDOMAIN)\" duration_seconds=0.003000\n");
    }

    @Test
    void forbiddenTargetIsToldWithTheRule() {
        assertThat(DebugText.of(
                        SampleResults.withOutcome(
                                SampleResults.nameNotFound(),
                                new Outcome.Forbidden("address 169.254.0.1 is forbidden")),
                        MODULE))
                .contains("level=warn")
                .contains("msg=\"Probe forbidden\" detail=\"address 169.254.0.1 is forbidden\"");
    }

    @Test
    void cancelledProbeIsToldAsSuch() {
        assertThat(DebugText.of(
                        SampleResults.withOutcome(SampleResults.nameNotFound(), new Outcome.Cancelled()), MODULE))
                .contains("msg=\"Probe cancelled, its client has gone\"");
    }
}
