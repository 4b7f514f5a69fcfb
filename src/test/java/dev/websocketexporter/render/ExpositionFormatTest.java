package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpositionFormatTest {
    @Test
    void contentTypesAreTheOnesOfTheFormats() {
        assertThat(ExpositionFormat.PROMETHEUS_TEXT.contentType())
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(ExpositionFormat.OPENMETRICS.contentType())
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    }
}
