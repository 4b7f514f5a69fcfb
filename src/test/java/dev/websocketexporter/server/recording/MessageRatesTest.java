package dev.websocketexporter.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.testkit.SampleFigures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageRatesTest {
    private final MessageRates rates = new MessageRates();

    private static TargetFigures received(String url, long messages) {
        WatchedTarget watched = new WatchedTarget(
                SampleFigures.settings("feed", 1, new Pings(Duration.ZERO, Duration.ofSeconds(1), 0)),
                SampleFigures.target(url),
                Map.of());
        return SampleFigures.of(watched, SampleFigures.open(1), messages, null);
    }

    private @Nullable Double at(double second, long messages) {
        return rates.observe(List.of(received("ws://a.test/", messages)), Math.round(second * 1e9))
                .get(0);
    }

    @Test
    void firstLookKnowsNothing() {
        assertThat(at(0, 1000)).isNull();
        assertThat(at(0.9, 1000)).isNull();
    }

    @Test
    void shortTimeIsTakenForAMinute() {
        at(0, 1000);

        assertThat(at(5, 1010)).isEqualTo(120);
        assertThat(at(6, 1010)).isEqualTo(100);
    }

    @Test
    void afterAMinuteOnlyTheLastOneCounts() {
        long messages = 0;
        for (int second = 0; second <= 300; second++) {
            messages += second <= 200 ? 10 : 1;
            at(second, messages);
        }

        assertThat(at(301, messages + 1)).isEqualTo(60);
    }

    @Test
    void slowFeedHasADigit() {
        at(0, 5);

        assertThat(at(60 * 2, 6)).isEqualTo(0.5);
    }

    @Test
    void whatWasLongAgoSaysNothing() {
        at(0, 5);

        assertThat(at(151, 500)).isNull();
        assertThat(at(161, 510)).isEqualTo(60);
    }

    @Test
    void targetThatCountsAnewIsNotKnown() {
        at(0, 500);

        assertThat(at(10, 20)).isNull();
        assertThat(at(20, 30)).isEqualTo(60);
        assertThat(at(60, 570)).as("not from 500").isEqualTo(660);
    }

    @Test
    void targetThatComesLaterIsKnownFromThenOn() {
        at(0, 500);
        List<TargetFigures> both = List.of(received("ws://b.test/", 7), received("ws://a.test/", 510));
        List<TargetFigures> later = List.of(received("ws://b.test/", 8), received("ws://a.test/", 520));

        assertThat(rates.observe(both, 10_000_000_000L)).containsExactly(null, 60.0);
        assertThat(rates.observe(later, 70_000_000_000L)).containsExactly(1.0, 10.0);
    }

    /** A reload may change the settings of a watch, and its targets go on. */
    @Test
    void otherSettingsAreTheSameTarget() {
        at(0, 500);
        WatchedTarget changed = new WatchedTarget(
                SampleFigures.settings("feed", 5, new Pings(Duration.ofSeconds(1), Duration.ofSeconds(1), 0)),
                SampleFigures.target("ws://a.test/"),
                Map.of());

        assertThat(rates.observe(List.of(SampleFigures.of(changed, SampleFigures.open(5), 510, null)), 10_000_000_000L))
                .containsExactly(60.0);
    }
}
