package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void quantilesAreByNearestRank() {
        Quantiles quantiles = Quantiles.of(5, 1, 4, 2, 3);
        assertThat(quantiles.at(0.5)).isEqualTo(3);
        assertThat(quantiles.at(0.99)).isEqualTo(5);
        assertThat(quantiles.at(0.2)).isEqualTo(1);
        assertThat(quantiles.min()).isEqualTo(1);
        assertThat(quantiles.max()).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenNumberIsInTheMiddleOfTwo() {
        assertThat(Quantiles.of(1, 2, 4, 8).median()).isEqualTo(3);
    }

    @Test
    void nothingHasNoQuantile() {
        assertThat(Quantiles.of().at(0.5)).isNaN();
    }
}
