package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final String METRICS = """
            # TYPE probe_duration_seconds gauge
            probe_duration_seconds 0.0025
            # TYPE probe_success gauge
            probe_success 1
            """;

    @Test
    void theReportedDurationIsInMilliseconds() {
        assertThat(Answer.of(1.5, Scheme.WS, 3, METRICS)).isEqualTo(new Answer(1.5, Scheme.WS, true, 3, 2.5));
        assertThat(Answer.of(1.5, Scheme.WS, 3, METRICS.replace("success 1", "success 0.0")))
                .isEqualTo(new Answer(1.5, Scheme.WS, false, 3, 2.5));
    }

    @Test
    void anAnswerThatDidNotComeOrIsNoneOfAProbeIsAFailure() {
        assertThat(Answer.of(0, Scheme.ECDSA, 8_000, null))
                .isEqualTo(new Answer(0, Scheme.ECDSA, false, 8_000, Double.NaN));
        assertThat(Answer.of(0, Scheme.ECDSA, 1, "503 Service Unavailable\nnot ready\n"))
                .isEqualTo(new Answer(0, Scheme.ECDSA, false, 1, Double.NaN));
    }
}
