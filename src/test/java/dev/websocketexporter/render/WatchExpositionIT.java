package dev.websocketexporter.render;

import dev.websocketexporter.testkit.Promtool;
import dev.websocketexporter.testkit.SampleFigures;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Of OpenMetrics, which promtool does not read, Prometheus itself is the judge: {@code WatchScrapeE2eIT}. */
class WatchExpositionIT {
    @Test
    void promtoolHasNothingToSay() throws IOException, InterruptedException {
        Promtool.assertSilent(WatchExpositionTest.text(
                ExpositionFormat.PROMETHEUS_TEXT, SampleFigures.feed(), SampleFigures.refused()));
    }
}
