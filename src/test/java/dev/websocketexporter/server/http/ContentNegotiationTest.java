package dev.websocketexporter.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.render.ExpositionFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentNegotiationTest {
    @Test
    void clientWithoutAcceptGetsText() {
        assertThat(ContentNegotiation.format(null)).isEqualTo(ExpositionFormat.PROMETHEUS_TEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What Prometheus sends: before 2.33, 2.x, 3.x
                "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "application/openmetrics-text",
                "Application/OpenMetrics-Text; Version=\"1.0.0\"; Q=0.9, TEXT/PLAIN;q=0.8",
                "text/plain;q=0.3, application/openmetrics-text;q=0.301",
                "application/openmetrics-text, text/plain",
                "application/openmetrics-text, */*",
                "*/*, application/openmetrics-text",
                "text/plain;q=0, application/openmetrics-text;q=0.1",
                "application/*",
                ", ,application/openmetrics-text;version=1.0.0,",
            })
    void openMetricsIsChosenWhenItIsPreferred(String accept) {
        assertThat(ContentNegotiation.format(accept)).isEqualTo(ExpositionFormat.OPENMETRICS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/*",
                "text/plain",
                "text/plain;version=0.0.4;q=1,*/*;q=0.1",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "application/openmetrics-text;q=0",
                "application/openmetrics-text;q=0.0, */*;q=0.1",
                "application/openmetrics-text;q=0.4, text/plain;q=0.5",
                "application/openmetrics-text;q=0.4, text/*;q=0.5",
                "application/openmetrics-text;version=1.0.0;q=0.4, */*;q=0.5",
                "text/plain, application/openmetrics-text",
                "application/openmetrics-text;version=2.0.0, text/plain;q=0.5",
                "application/openmetrics-text;q=2, text/plain;q=0.1",
                "application/openmetrics-text;q=NaN",
                "application/openmetrics-text;q=",
                "application/openmetrics-text;q",
                "application/*, text/plain",
                "application/json",
                "openmetrics",
                "/;=,;q=,\"",
                ";;;;,,,,====",
            })
    void everythingElseGetsText(String accept) {
        assertThat(ContentNegotiation.format(accept)).isEqualTo(ExpositionFormat.PROMETHEUS_TEXT);
    }
}
