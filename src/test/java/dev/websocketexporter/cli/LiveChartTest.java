package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.cli.Surroundings.Destination;
import dev.websocketexporter.probe.report.Phase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveChartTest {
    private final Terminal terminal = Terminal.of(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), Destination.OTHER, Map.of());

    private long now;
    private final LiveChart chart = new LiveChart(() -> now);

    @Test
    void phaseThatRunsGrowsAndOneThatHasEndedKeepsItsTime() {
        chart.began(Phase.RESOLVE);
        passed(5);
        assertThat(lines()).singleElement().asString().startsWith("resolve").contains(" 5.00 ms ");

        chart.ended(Phase.RESOLVE, Duration.ofMillis(4));
        chart.began(Phase.CONNECT);
        passed(10);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).contains(" 4.00 ms ");
        assertThat(lines().get(1)).startsWith("connect").contains(" 10.0 ms ");

        passed(10);
        assertThat(lines().get(1)).contains(" 20.0 ms ");
    }

    @Test
    void phaseThatIsSkippedIsNotDrawn() {
        chart.began(Phase.RESOLVE);
        chart.skipped(Phase.RESOLVE);
        passed(5);

        assertThat(lines()).isEmpty();
    }

    @Test
    void phaseOfAProbeThatReturnsToItGoesOn() {
        chart.ended(Phase.UPGRADE, Duration.ofMillis(3));
        chart.began(Phase.UPGRADE);
        passed(4);

        assertThat(lines()).singleElement().asString().contains(" 7.00 ms ");
    }

    @Test
    void anotherAttemptBeginsWithoutPhases() {
        chart.ended(Phase.RESOLVE, Duration.ofMillis(4));
        chart.began(Phase.CONNECT);
        passed(5);
        chart.attemptBegins();

        assertThat(lines()).isEmpty();
    }

    private List<String> lines() {
        return chart.lines(terminal);
    }

    private void passed(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
