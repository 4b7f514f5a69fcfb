package dev.websocketexporter.watch;

import static dev.websocketexporter.watch.WatchStage.connections;
import static dev.websocketexporter.watch.WatchStage.reconnect;
import static dev.websocketexporter.watch.WatchStage.settings;
import static dev.websocketexporter.watch.WatchStage.target;
import static dev.websocketexporter.watch.WatchStage.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How connections that are lost or refused come back. */
class ReconnectTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WatchStage stage = new WatchStage();

    private static WatchSettings quickStart() {
        return reconnect(Duration.ofMillis(20), MINUTE, settings("feed"));
    }

    static void assertAtMostFiftyInAnySecond(List<FakeHeld> asked) {
        Duration shortest = IntStream.range(50, asked.size())
                .mapToObj(i -> asked.get(i).askedAt.minus(asked.get(i - 50).askedAt))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(shortest)
                .as("from an attempt to the fiftieth after it")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** 1,000 connections at the longest delay are 17 attempts a second, which the process's rate does not limit. */
    @Test
    void thousandThatAreRefusedTryAtMostOnceInEachLongestDelay() {
        stage.holder.server(FakeHeld::refuse);
        stage.watch(targets(reconnect(Duration.ofSeconds(1), MINUTE, settings("feed")), 1_000));
        stage.advance(Duration.ofMinutes(20));
        int before = stage.holder.all().size();
        stage.advance(Duration.ofMinutes(30));
        List<FakeHeld> later =
                stage.holder.all().subList(before, stage.holder.all().size());
        assertThat(later).hasSizeBetween(29_500, 30_500);
        LongSummaryStatistics each = attemptsOfEach(later);
        assertThat(each.getCount()).isEqualTo(1_000);
        assertThat(each.getMin()).isGreaterThanOrEqualTo(28);
        assertThat(each.getMax()).as("of one connection in 30 minutes").isLessThanOrEqualTo(31);
        assertAtMostFiftyInAnySecond(later);
    }

    /** 4,000 connections want 133 attempts a second; all get their share of what may start, and none tries sooner for having waited. */
    @Test
    void attemptsThatWaitForTheRateAreSharedEvenly() {
        stage.holder.server(FakeHeld::refuse);
        stage.watch(targets(reconnect(Duration.ofMillis(20), Duration.ofSeconds(30), settings("feed")), 4_000));
        stage.advance(Duration.ofMinutes(5));
        int before = stage.holder.all().size();
        stage.advance(Duration.ofMinutes(10));
        List<FakeHeld> later =
                stage.holder.all().subList(before, stage.holder.all().size());
        assertThat(later).hasSizeBetween(27_200, 27_274);
        assertAtMostFiftyInAnySecond(later);
        LongSummaryStatistics each = attemptsOfEach(later);
        assertThat(each.getCount()).isEqualTo(4_000);
        assertThat(each.getAverage()).isBetween(6.8, 6.9);
        assertThat(each.getMin()).isGreaterThanOrEqualTo(5);
        assertThat(each.getMax()).isLessThanOrEqualTo(8);
    }

    private static LongSummaryStatistics attemptsOfEach(List<FakeHeld> asked) {
        Map<Target, Long> each = new IdentityHashMap<>();
        asked.forEach(held -> each.merge(held.request.target(), 1L, Long::sum));
        return each.values().stream().mapToLong(Long::longValue).summaryStatistics();
    }

    @Test
    void thousandThatAreDroppedAtOnceComeBackSpread() {
        stage.holder.server(FakeHeld::open);
        stage.watch(targets(connections(100, quickStart()), 10));
        stage.advance(MINUTE);
        assertThat(stage.holder.all()).hasSize(1_000);
        List<FakeHeld> first = List.copyOf(stage.holder.all());
        first.forEach(FakeHeld::drop);
        stage.advance(Duration.ofSeconds(22));
        List<FakeHeld> again =
                stage.holder.all().subList(1_000, stage.holder.all().size());
        assertThat(again).hasSize(1_000);
        assertAtMostFiftyInAnySecond(again);
        assertThat(stage.watches.targets())
                .allSatisfy(target -> assertThat(target.active()).isEqualTo(100));
    }

    @Test
    void thousandThatAreDroppedWithASlowBackoffDoNotNeedTheRate() {
        stage.holder.server(FakeHeld::open);
        stage.watch(targets(reconnect(Duration.ofSeconds(60), MINUTE, settings("feed")), 100));
        stage.advance(Duration.ofHours(3));
        stage.holder.all().subList(0, 100).forEach(FakeHeld::drop);
        stage.advance(MINUTE);
        List<FakeHeld> again =
                stage.holder.all().subList(100, stage.holder.all().size());
        assertThat(again).hasSize(100);
        long[] quarters = new long[4];
        Duration begin = again.get(0).askedAt;
        again.forEach(held ->
                quarters[(int) Math.min(3, held.askedAt.minus(begin).toSeconds() / 15)]++);
        assertThat(Arrays.stream(quarters).boxed())
                .allSatisfy(number -> assertThat(number).isBetween(10L, 45L));
    }

    @Test
    void connectionThatLivedLongerThanTheLongestDelayBeginsWithTheShortest() {
        stage.holder.server(FakeHeld::refuse);
        stage.watch(target(settings("feed"), "ws://example.com"));
        stage.advance(Duration.ofMinutes(10));
        stage.holder.server(held -> {});
        FakeHeld held = stage.nextAsked().open();
        stage.advance(MINUTE.plusMillis(1));
        held.drop();
        Duration dropped = stage.loop.elapsed();
        assertThat(stage.nextAsked().askedAt.minus(dropped)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** A server that accepts and drops at once is no better than one that refuses. */
    @Test
    void connectionThatLivedShorterGoesOnWithItsBackoff() {
        stage.holder.server(held -> held.open().drop());
        stage.watch(target(settings("feed"), "ws://example.com"));
        stage.advance(Duration.ofHours(1));
        int before = stage.holder.all().size();
        stage.advance(Duration.ofHours(1));
        assertThat(stage.holder.all().size() - before).isBetween(58, 62);
    }

    /** From the shortest delay on, it would be six attempts in a minute. */
    @Test
    void connectionThatLivedForTheLongestDelayAtMostGoesOnToo() {
        stage.holder.server(FakeHeld::refuse);
        stage.watch(target(settings("feed"), "ws://example.com"));
        stage.advance(Duration.ofMinutes(10));
        stage.holder.server(held -> {});
        FakeHeld held = stage.nextAsked().open();
        stage.advance(MINUTE);
        stage.holder.server(FakeHeld::refuse);
        int before = stage.holder.all().size();
        held.drop();
        stage.advance(MINUTE);
        assertThat(stage.holder.all().size() - before).isBetween(1, 2);
    }

    @Test
    void forbiddenTargetIsTriedAgainLikeARefusal() {
        stage.holder.server(held -> held.fail(new Outcome.Forbidden("address 10.0.0.1 is forbidden")));
        stage.watch(target(settings("feed"), "ws://example.com"));
        stage.advance(Duration.ofHours(1));
        assertThat(stage.holder.all()).hasSizeBetween(58, 70);
        assertThat(stage.figures().errors()).containsExactly(Map.entry("forbidden", (long)
                stage.holder.all().size()));
        assertThat(stage.figures().active()).isZero();
    }
}
