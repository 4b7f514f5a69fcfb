package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagHistogramTest {
    private static final String NAME = "websocket_exporter_event_loop_lag_seconds_bucket";

    private static LagHistogram histogram(int first, int second, int all) {
        return LagHistogram.parse(NAME + "{le=\"1.0E-4\",} " + first + ".0\n" + NAME + "{le=\"0.001\",} " + second
                + ".0\n" + NAME + "{le=\"+Inf\",} " + all + ".0\n");
    }

    @Test
    void onlyWhatCameSinceIsCounted() {
        LagHistogram since = histogram(100, 110, 111).since(histogram(90, 91, 91));
        assertThat(since.count()).isEqualTo(20);
        assertThat(since.quantile(0.5)).isEqualTo("0.1 ms");
        assertThat(since.quantile(0.9)).isEqualTo("1.0 ms");
        assertThat(since.quantile(0.99)).isEqualTo("more than 1.0 ms");
        assertThat(since.millis(0.9)).isEqualTo(1);
        assertThat(since.millis(0.99)).isInfinite();
    }

    @Test
    void noSampleSaysNothing() {
        assertThat(histogram(5, 5, 5).since(histogram(5, 5, 5)).quantile(0.5)).isEqualTo("?");
        assertThat(histogram(5, 5, 5).since(histogram(5, 5, 5)).millis(0.5)).isNaN();
    }
}
