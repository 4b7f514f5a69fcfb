package dev.websocketexporter.render;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.testkit.Promtool;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeExpositionIT {
    @ParameterizedTest
    @MethodSource("results")
    void promtoolHasNothingToSayAboutEitherFormat(ProbeResult result) throws IOException, InterruptedException {
        Promtool.assertSilent(ProbeExposition.text(result, ExpositionFormat.PROMETHEUS_TEXT));
        Promtool.assertSilent(ProbeExposition.text(result, ExpositionFormat.OPENMETRICS));
    }

    static Stream<ProbeResult> results() {
        return Stream.of(
                SampleResults.fullSuccess(),
                SampleResults.nameNotFound(),
                SampleResults.connectionRefused(),
                SampleResults.certificateExpired(),
                SampleResults.unexpectedStatus());
    }
}
