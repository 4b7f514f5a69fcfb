package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

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
    void probeThatLoggedNothingStillTellsItsBudgetAndItsMetrics() {
        assertThat(DebugText.of(SampleResults.nameNotFound(), MODULE))
                .startsWith("Logs for the probe:\n"
                        + "ts=2026-11-21T10:00:00.000000Z level=info module=websocket target=ws://nowhere.invalid/"
                        + " msg=\"beginning probe\" timeout_seconds=9.500000\n\n\n\n")
                .contains("reason=\"name_not_found\"");
    }
}
