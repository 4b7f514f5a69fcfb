package dev.websocketexporter.engine.run;

import static dev.websocketexporter.probe.report.Phase.AUTH;
import static dev.websocketexporter.probe.report.Phase.CONNECT;
import static dev.websocketexporter.probe.report.Phase.RESOLVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.report.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who follows a probe hears of each phase when it begins and when it ends. */
class PhaseListenerTest {
    private long now = 1_000;
    private final List<String> heard = new ArrayList<>();
    private final PhaseClock clock = new PhaseClock(() -> now, new Notes());

    @Test
    void phasesAreHeardInTheirOrderWithTheirTimes() {
        clock.begin(RESOLVE);
        now += 70;
        clock.end();
        clock.begin(CONNECT);
        now += 30;
        clock.end();
        assertThat(heard).containsExactly("RESOLVE begins", "RESOLVE took 70", "CONNECT begins", "CONNECT took 30");
    }

    @Test
    void timeOfAPhaseThatBeginsAgainIsThatOfAllItsTurns() {
        for (int hop = 0; hop < 2; hop++) {
            clock.begin(CONNECT);
            now += 30;
            clock.end();
        }
        assertThat(heard).contains("CONNECT took 30", "CONNECT took 60");
    }

    @Test
    void phaseWithNothingToDoIsTakenBack() {
        clock.begin(AUTH);
        clock.discard();
        clock.end();
        assertThat(heard).containsExactly("AUTH begins", "AUTH is skipped");
    }

    private final class Notes implements PhaseListener {
        @Override
        public void began(Phase phase) {
            heard.add(phase + " begins");
        }

        @Override
        public void ended(Phase phase, Duration spent) {
            heard.add(phase + " took " + spent.toNanos());
        }

        @Override
        public void skipped(Phase phase) {
            heard.add(phase + " is skipped");
        }

        @Override
        public void attemptBegins() {
            heard.add("attempt");
        }
    }
}
