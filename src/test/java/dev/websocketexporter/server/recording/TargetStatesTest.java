package dev.websocketexporter.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.server.recording.RecentOutcomes.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetStatesTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final TargetStates states = new TargetStates(1 << 20);
    private long id;

    private void probe(String target, Outcome outcome, int second, Duration took) throws Exception {
        ProbeResult any = HistoryTest.result(target, outcome);
        states.observe(
                new ProbeResult(
                        any.request(),
                        START.plusSeconds(second),
                        outcome,
                        new Timings(took, Map.of()),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        1,
                        List.of()),
                ++id);
    }

    private TargetState only() {
        assertThat(states.all(START)).hasSize(1);
        return states.all(START).get(0);
    }

    @Test
    void stateLastsFromTheFirstProbeThatEndedSo() throws Exception {
        probe("ws://a.test", HistoryTest.SUCCESS, 0, Duration.ofMillis(5));
        probe("ws://a.test", HistoryTest.FAILURE, 15, Duration.ofMillis(5));
        probe("ws://a.test", HistoryTest.FAILURE, 30, Duration.ofMillis(7));
        assertThat(only().up()).isFalse();
        assertThat(only().since()).isEqualTo(START.plusSeconds(15));
        assertThat(only().time()).isEqualTo(START.plusSeconds(30));
        assertThat(only().failure()).isNotNull();

        probe("ws://a.test", HistoryTest.SUCCESS, 45, Duration.ofMillis(5));
        assertThat(only().up()).isTrue();
        assertThat(only().since()).isEqualTo(START.plusSeconds(45));
        assertThat(only().failure()).isNull();
        assertThat(only().lastId()).isEqualTo(4);
    }

    @Test
    void outcomesAreRememberedInTheirOrder() throws Exception {
        probe("ws://a.test", HistoryTest.SUCCESS, 0, Duration.ZERO);
        probe("ws://a.test", HistoryTest.FAILURE, 15, Duration.ZERO);
        probe("ws://a.test", HistoryTest.FAILURE, 30, Duration.ofDays(1));

        assertThat(only().outcomes().last(RecentOutcomes.MOST))
                .containsExactly(
                        new Cell(START, true, Duration.ZERO),
                        new Cell(START.plusSeconds(15), false, Duration.ZERO),
                        new Cell(START.plusSeconds(30), false, Duration.ofNanos(Integer.MAX_VALUE * 1_000L)));
        assertThat(only().outcomes().last(1)).extracting(Cell::time).containsExactly(START.plusSeconds(30));
        assertThat(only().outcomes().availability()).isEqualTo(1 / 3.0);
    }

    @Test
    void oldestOutcomesLeave() throws Exception {
        for (int i = 0; i < RecentOutcomes.MOST + 5; i++) {
            probe("ws://a.test", i < 5 ? HistoryTest.FAILURE : HistoryTest.SUCCESS, i, Duration.ofMillis(i));
        }

        List<Cell> cells = only().outcomes().last(1_000);
        assertThat(cells).hasSize(RecentOutcomes.MOST);
        assertThat(cells.get(0).time()).isEqualTo(START.plusSeconds(5));
        assertThat(only().outcomes().availability()).isEqualTo(1);
    }

    @Test
    void targetsThatDifferInHiddenValuesHaveRowsOfTheirOwn() throws Exception {
        probe("ws://a.test/?token=one", HistoryTest.SUCCESS, 0, Duration.ZERO);
        probe("ws://a.test/?token=two", HistoryTest.FAILURE, 1, Duration.ZERO);

        assertThat(states.all(START))
                .extracting(TargetState::key)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void targetThatIsNotProbedAnyMoreIsStaleAndThenForgotten() throws Exception {
        probe("ws://gone.test", HistoryTest.FAILURE, 0, Duration.ZERO);
        probe("ws://a.test", HistoryTest.FAILURE, 1, Duration.ZERO);
        Instant anHourLater = START.plus(Duration.ofHours(1));

        assertThat(TargetRow.of(states.all(anHourLater), anHourLater))
                .extracting(TargetRow::standing)
                .containsExactly(Standing.DOWN, Standing.DOWN);
        assertThat(TargetRow.of(states.all(anHourLater), anHourLater.plusMillis(1)))
                .extracting(row -> row.target() + " " + row.standing())
                .containsExactly("ws://a.test/ DOWN", "ws://gone.test/ STALE");
        Instant aDayLater = START.plus(Duration.ofDays(1));
        assertThat(states.all(aDayLater)).hasSize(2);
        long bytes = states.bytes();
        assertThat(states.all(aDayLater.plusMillis(1))).hasSize(1);
        assertThat(states.bytes()).isEqualTo(bytes / 2);
    }

    @Test
    void rowThatWasProbedLongestAgoIsForgottenFirst() throws Exception {
        TargetStates few = new TargetStates(3 * 1_400);
        for (String host : List.of("a", "b", "c", "a", "d")) {
            few.observe(HistoryTest.result("ws://" + host + ".test", HistoryTest.SUCCESS), ++id);
        }

        assertThat(few.all(START))
                .extracting(row -> row.target().host())
                .containsExactlyInAnyOrder("a.test", "c.test", "d.test");
        assertThat(few.bytes()).isEqualTo(3 * 1_400);
    }
}
