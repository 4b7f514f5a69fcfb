package dev.websocketexporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.report.Phase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimingsTest {
    @Test
    void overheadIsWhatThePhasesLeaveOfTheTotal() {
        Timings timings = new Timings(
                Duration.ofMillis(100),
                Map.of(Phase.RESOLVE, Duration.ofMillis(10), Phase.UPGRADE, Duration.ofMillis(89)));

        assertThat(timings.overhead()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void overheadWithoutPhasesIsTheTotal() {
        assertThat(new Timings(Duration.ofMillis(3), Map.of()).overhead()).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void overheadIsNeverNegative() {
        Timings timings = new Timings(Duration.ofMillis(1), Map.of(Phase.CONNECT, Duration.ofMillis(2)));

        assertThat(timings.overhead()).isEqualTo(Duration.ZERO);
    }

    @Test
    void phasesComeInTheirOrderAndStayAsTheyWere() {
        Map<Phase, Duration> phases = new LinkedHashMap<>();
        phases.put(Phase.CLOSE, Duration.ofMillis(1));
        phases.put(Phase.RESOLVE, Duration.ofMillis(2));
        Timings timings = new Timings(Duration.ofMillis(3), phases);
        phases.put(Phase.TLS, Duration.ofMillis(4));

        assertThat(timings.phases().keySet()).containsExactly(Phase.RESOLVE, Phase.CLOSE);
    }

    @Test
    void earlierAttemptsAreNoOverhead() {
        Timings timings =
                new Timings(Duration.ofMillis(20), Map.of(Phase.CONNECT, Duration.ofMillis(4)), Duration.ofMillis(15));

        assertThat(timings.overhead()).isEqualTo(Duration.ofMillis(1));
    }
}
