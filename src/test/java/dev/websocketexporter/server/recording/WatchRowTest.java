package dev.websocketexporter.server.recording;

import static dev.websocketexporter.testkit.SampleFigures.NOW;
import static dev.websocketexporter.testkit.SampleFigures.dropped;
import static dev.websocketexporter.testkit.SampleFigures.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.testkit.FakeWatch;
import dev.websocketexporter.testkit.SampleFigures;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WatchRowTest {
    private static final LastEnd DROP = dropped(Duration.ofMinutes(1), "connection_reset", "1006");

    private static WatchRow row(List<Connection> connections, @Nullable Boolean stale) {
        TargetFigures any = SampleFigures.of("a", "ws://a.test/", connections);
        return WatchRow.of(SampleFigures.of(any.watched(), connections, 0, stale), null);
    }

    private static Connection in(State state, double health, @Nullable LastEnd end) {
        return new Connection(0, state, health, NOW, 0, end);
    }

    static Stream<Arguments> standings() {
        Connection open = in(State.OPEN, 1, DROP);
        Connection waiting = in(State.WAITING, 0, DROP);
        return Stream.of(
                Arguments.of(WatchStanding.UP, List.of(open, open), null),
                Arguments.of(WatchStanding.UP, List.of(open), false),
                Arguments.of(WatchStanding.STALE, List.of(open), true),
                Arguments.of(WatchStanding.STALE, List.of(open, waiting), true),
                Arguments.of(WatchStanding.DEGRADED, List.of(open, waiting), false),
                Arguments.of(WatchStanding.DEGRADED, List.of(in(State.OPEN, 0.5, null)), null),
                Arguments.of(
                        WatchStanding.OPENING, List.of(in(State.WAITING, 0, null), in(State.OPENING, 0, null)), null),
                Arguments.of(WatchStanding.DOWN, List.of(in(State.WAITING, 0, null), in(State.OPENING, 0, DROP)), null),
                Arguments.of(WatchStanding.DOWN, List.of(waiting), true),
                Arguments.of(WatchStanding.DOWN, List.of(in(State.CLOSING, 0, DROP)), null));
    }

    @ParameterizedTest
    @MethodSource("standings")
    void standingIsTheWorstThatSomebodyMustKnow(
            WatchStanding standing, List<Connection> connections, @Nullable Boolean stale) {
        assertThat(row(connections, stale).standing()).isEqualTo(standing);
    }

    @Test
    void agesAreThoseOfOpenConnections() {
        WatchRow row = row(
                List.of(
                        open(0, Duration.ofHours(2), null),
                        open(1, Duration.ofMinutes(3), null),
                        open(2, Duration.ofMinutes(9), null),
                        new Connection(3, State.WAITING, 0, NOW.minusSeconds(9999), 0, null)),
                null);

        assertThat(row.oldest()).isEqualTo(NOW.minus(Duration.ofHours(2)));
        assertThat(row.youngest()).isEqualTo(NOW.minus(Duration.ofMinutes(3)));
        assertThat(row(List.of(in(State.WAITING, 0, DROP)), null).oldest()).isNull();
    }

    @Test
    void lastDropIsTheLastEndThatNobodyWanted() {
        LastEnd earlier = dropped(Duration.ofMinutes(2), "closed_by_peer", "1001");
        LastEnd rotation = dropped(Duration.ofSeconds(1), "max_lifetime", "1000");

        assertThat(row(List.of(open(0, Duration.ZERO, earlier), open(1, Duration.ZERO, DROP)), null)
                        .lastDrop())
                .isEqualTo(DROP);
        assertThat(row(List.of(open(0, Duration.ZERO, rotation), open(1, Duration.ZERO, earlier)), null)
                        .lastDrop())
                .isEqualTo(earlier);
        for (String wanted : List.of("max_lifetime", "reload", "shutdown")) {
            assertThat(row(List.of(open(0, Duration.ZERO, dropped(Duration.ZERO, wanted, ""))), null)
                            .lastDrop())
                    .isNull();
        }
    }

    @Test
    void whatNeedsALookComesFirst() {
        FakeWatch watch = FakeWatch.of(
                SampleFigures.of("b", "ws://b.test/", open(1)),
                SampleFigures.of("a", "ws://z.test/", open(1)),
                SampleFigures.refused(),
                SampleFigures.of("a", "ws://c.test/", open(1)));

        assertThat(new WatchRows(watch, () -> 0).rows())
                .extracting(row -> Objects.requireNonNull(row).watch() + " " + row.target())
                .containsExactly("chat ws://chat.example.com/", "a ws://c.test/", "a ws://z.test/", "b ws://b.test/");
    }
}
