package dev.websocketexporter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartRateTest {
    private final SimulatedLoop loop = new SimulatedLoop();
    private final StartRate rate = new StartRate(loop);
    private final List<String> started = new ArrayList<>();
    private final List<Long> at = new ArrayList<>();

    private void ask(String watch, int number) {
        for (int i = 0; i < number; i++) {
            rate.ask(watch, () -> {
                started.add(watch);
                at.add(loop.elapsed().toMillis());
                return true;
            });
        }
    }

    @Test
    void firstOneStartsAtOnce() {
        ask("feed", 1);
        assertThat(at).containsExactly(0L);
    }

    @Test
    void thoseThatFollowComeOneByOneAndNeverMoreThanFiftyInASecond() {
        ask("feed", 120);
        loop.advance(Duration.ofSeconds(2));
        assertThat(at).hasSize(91);
        assertThat(at.get(1)).isEqualTo(22);
    }

    @Test
    void serverThatSeesThemATenthOfASecondLateSeesFiftyInASecondAtMost() {
        ask("feed", 120);
        loop.advance(Duration.ofSeconds(2));
        for (int i = 50; i < at.size(); i++) {
            long apartIfTheFirstIsLate = at.get(i) - (at.get(i - 50) + 100);
            assertThat(apartIfTheFirstIsLate).isGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void quietTimeBeforeSavesNothingUp() {
        ask("feed", 1);
        loop.advance(Duration.ofHours(1));
        ask("feed", 10);
        assertThat(at).hasSize(2);
        loop.advance(Duration.ofMillis(22));
        assertThat(at).hasSize(3);
    }

    @Test
    void watchWithFewIsNotKeptWaitingByOneWithMany() {
        ask("many", 1_000);
        loop.advance(Duration.ofSeconds(1));
        started.clear();
        ask("few", 10);
        loop.advance(Duration.ofMillis(440));
        assertThat(started).filteredOn("few"::equals).hasSize(10);
        assertThat(started).filteredOn("many"::equals).hasSize(10);
    }

    @Test
    void oneThatIsNoLongerWantedCostsTheOthersNoTime() {
        ask("feed", 1);
        for (int i = 0; i < 500; i++) {
            rate.ask("feed", () -> false);
        }
        ask("feed", 1);
        loop.advance(Duration.ofMillis(22));
        assertThat(at).containsExactly(0L, 22L);
    }
}
