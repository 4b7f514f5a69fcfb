package dev.websocketexporter.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.server.recording.RecentOutcomes.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrawingsTest {
    private final Html html = new Html();

    @Test
    void phasesAreDrawnOneBehindTheOtherAndTheFailedOneIsMarked() {
        Map<Phase, Duration> phases = new EnumMap<>(
                Map.of(Phase.CONNECT, Duration.ofNanos(1_300_000), Phase.UPGRADE, Duration.ofNanos(6_500_000)));

        Drawings.bar(html, phases, Duration.ofMillis(13), Duration.ZERO, Phase.UPGRADE);

        assertThat(html.toString())
                .contains("<title>connect 1.30 ms · processing 6.50 ms</title>")
                .contains("<rect class=\"connect\" x=\"0\" width=\"1000\" height=\"10\"></rect>"
                        + "<rect class=\"processing failed\" x=\"1000\" width=\"5000\" height=\"10\"></rect></svg>");
    }

    @Test
    void barIsEmptyForEarlierAttempts() {
        Drawings.bar(
                html, Map.of(Phase.CONNECT, Duration.ofMillis(1)), Duration.ofMillis(10), Duration.ofMillis(5), null);

        assertThat(html.toString()).contains("<rect class=\"connect\" x=\"5000\" width=\"1000\"");
    }

    @Test
    void phaseThatTookNoTimeIsVisibleAlsoAtTheEnd() {
        Drawings.bar(html, Map.of(Phase.CLOSE, Duration.ZERO), Duration.ofMillis(10), Duration.ofMillis(10), null);

        assertThat(html.toString()).contains("<rect class=\"close\" x=\"9960\" width=\"40\"");
    }

    @Test
    void stripHasTheNewestProbeAtItsRightEnd() {
        Drawings.strip(html, List.of(cell(true, 10), cell(false, 10)));

        assertThat(html.toString())
                .contains("<title>1 of 2 probes succeeded</title>")
                .contains("<path class=\"good\" d=\"M380 10H388\"></path>")
                .contains("<path class=\"bad\" d=\"M390 10H398\"></path>")
                .contains("<path class=\"none\" d=\"M0 10H378\"");
    }

    @Test
    void sparklineBreaksOffAtAFailureWhichIsMarked() {
        Drawings.spark(html, List.of(cell(true, 10), cell(true, 20), cell(false, 9), cell(true, 10)));

        assertThat(html.toString())
                .contains("<title>10.0 ms to 20.0 ms</title>")
                .contains("<path d=\"M360 50L370 10M390 50\"></path>")
                .contains("<path class=\"fails\" d=\"M380 98v-20\"></path>");
    }

    @Test
    void oneProbeIsNoCourse() {
        Drawings.spark(html, List.of(cell(true, 10)));

        assertThat(html.toString()).isEmpty();
    }

    @Test
    void courseWithoutASuccessSaysSo() {
        Drawings.spark(html, Stream.of(1, 2).map(i -> cell(false, i)).toList());

        assertThat(html.toString()).contains("no probe succeeded").contains("class=\"fails\"");
    }

    @ParameterizedTest
    @EnumSource
    void everyPhaseHasAColourAndItsPlaceInTheLegend(Phase phase) {
        Drawings.legend(html);

        assertThat(html.toString())
                .contains(
                        "<rect class=\"" + phase.label() + "\" width=\"1\" height=\"1\"></rect></svg>" + phase.label());
        assertThat(new PageFiles().text("page.css")).contains("." + phase.label() + "{fill:");
    }

    private static Cell cell(boolean success, int milliseconds) {
        return new Cell(Instant.EPOCH, success, Duration.ofMillis(milliseconds));
    }
}
