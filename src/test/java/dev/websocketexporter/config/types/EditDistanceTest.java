package dev.websocketexporter.config.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EditDistanceTest {
    @Test
    void aSlipOfTheFingerIsOneEdit() {
        assertThat(EditDistance.between("header", "headers")).isEqualTo(1);
        assertThat(EditDistance.between("heaedrs", "headers")).isEqualTo(1);
        assertThat(EditDistance.between("Valid-Status-Codes", "valid_status_codes"))
                .isZero();
        assertThat(EditDistance.between("", "abc")).isEqualTo(3);
        assertThat(EditDistance.between("origin", "prober")).isGreaterThan(3);
    }
}
