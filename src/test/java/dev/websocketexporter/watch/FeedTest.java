package dev.websocketexporter.watch;

import static dev.websocketexporter.probe.watch.HoldListener.NO_LAG;
import static dev.websocketexporter.probe.watch.HoldListener.NO_SEQUENCE;
import static dev.websocketexporter.watch.WatchStage.connections;
import static dev.websocketexporter.watch.WatchStage.messages;
import static dev.websocketexporter.watch.WatchStage.settings;
import static dev.websocketexporter.watch.WatchStage.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.HistogramFigures;
import dev.websocketexporter.probe.watch.HoldListener.Type;
import dev.websocketexporter.probe.watch.TargetFigures.Feed;
import dev.websocketexporter.probe.watch.TargetFigures.Sequence;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Place;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the messages that count show. */
class FeedTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Messages WATCHED = new Messages(
            Duration.ofSeconds(30),
            null,
            new Place.Json("/seq"),
            new Timestamp(new Place.Json("/ts"), Timestamp.Unit.MS));

    private final WatchStage stage = new WatchStage();
    private final WatchSettings settings = messages(WATCHED, settings("feed"));

    private Feed feed() {
        return stage.figures().feed();
    }

    private Sequence gaps() {
        Sequence gaps = feed().gaps();
        assertThat(gaps).isNotNull();
        return gaps;
    }

    private static void number(FakeHeld held, long sequence) {
        held.message(10, sequence, NO_LAG);
    }

    @Test
    void openConnectionWithoutAMessageIsStaleAfterItsTime() {
        stage.watchAndOpen(settings);
        stage.advance(SECOND.multipliedBy(30));
        assertThat(feed().stale()).isFalse();
        stage.advance(Duration.ofNanos(1));
        assertThat(feed().stale()).isTrue();
    }

    @Test
    void messageThatCountsEndsStalenessAndNothingElseDoes() {
        FakeHeld held = stage.watchAndOpen(settings);
        stage.advance(SECOND.multipliedBy(31));
        held.listener().pong(1, stage.loop.now());
        held.listener().sent(Type.TEXT, 1, stage.loop.now());
        held.listener().message(Type.TEXT, 1, false, NO_SEQUENCE, NO_LAG, stage.loop.now());
        assertThat(feed().stale()).isTrue();
        held.message("tick");
        assertThat(feed().stale()).isFalse();
        stage.advance(SECOND.multipliedBy(31));
        assertThat(feed().stale()).isTrue();
    }

    @Test
    void oneStaleConnectionMakesTheTargetStale() {
        stage.holder.server(FakeHeld::open);
        stage.watch(target(connections(2, settings), "ws://example.com"));
        stage.advance(SECOND.multipliedBy(29));
        stage.holder.all().get(0).message("tick");
        stage.advance(SECOND.multipliedBy(5));
        assertThat(feed().stale()).isTrue();
        stage.holder.all().get(1).message("tick");
        assertThat(feed().stale()).isFalse();
    }

    @Test
    void targetThatIsDownIsNotStaleAndOneThatIsBackHasItsTimeAgain() {
        FakeHeld held = stage.watchAndOpen(settings);
        stage.advance(SECOND.multipliedBy(60));
        held.drop();
        assertThat(feed().stale()).isFalse();
        stage.nextAsked().open();
        stage.advance(SECOND.multipliedBy(30));
        assertThat(feed().stale()).isFalse();
    }

    @Test
    void intervalsAreBetweenMessagesOfOneConnection() {
        FakeHeld held = stage.watchAndOpen(settings);
        stage.advance(SECOND.multipliedBy(9));
        held.message("first");
        stage.advance(Duration.ofMillis(250));
        held.message("second");
        held.drop();
        stage.advance(SECOND.multipliedBy(20));
        stage.holder.last().open().message("first of another connection");
        HistogramFigures intervals = feed().intervals();
        assertThat(intervals.count()).isOne();
        assertThat(intervals.sum()).isEqualTo(0.25);
    }

    @Test
    void lastMessageIsTheLatestOfAllConnectionsAlsoOfThoseThatAreGone() {
        stage.holder.server(FakeHeld::open);
        stage.watch(target(connections(2, settings), "ws://example.com"));
        stage.advance(SECOND.multipliedBy(3));
        stage.holder.all().get(1).message("early");
        stage.advance(SECOND);
        Instant late = stage.clock.instant();
        stage.holder.server(held -> {});
        stage.holder.all().get(0).message("late");
        stage.holder.all().get(0).drop();
        stage.advance(SECOND.multipliedBy(3));
        assertThat(feed().last()).isEqualTo(late);
        stage.holder.all().get(1).message("later");
        assertThat(feed().last()).isEqualTo(stage.clock.instant());
    }

    @Test
    void jumpOfTheWallClockMovesTheLastMessageAlongAndNoDuration() {
        FakeHeld held = stage.watchAndOpen(settings);
        held.message("tick");
        stage.advance(SECOND.multipliedBy(10));
        stage.clock.jump(Duration.ofHours(-5));
        assertThat(feed().last()).isEqualTo(stage.clock.instant().minusSeconds(10));
        assertThat(feed().stale()).isFalse();
        held.message("tock");
        assertThat(feed().intervals().sum()).isEqualTo(10);
        held.drop();
        stage.clock.jump(Duration.ofHours(7));
        stage.nextAsked().open();
        assertThat(stage.figures().durations().sum()).isEqualTo(10);
        assertThat(stage.figures().outages().sum()).isLessThan(1.1);
    }

    @Test
    void lagsAreInSecondsAndANegativeOneCountsAsZero() {
        FakeHeld held = stage.watchAndOpen(settings);
        held.message(10, NO_SEQUENCE, Duration.ofMillis(500).toNanos());
        held.message(10, NO_SEQUENCE, Duration.ofMillis(-750).toNanos());
        HistogramFigures lags = feed().lags();
        assertThat(lags).isNotNull();
        assertThat(lags.counts().get(0)).isOne();
        assertThat(lags.count()).isEqualTo(2);
        assertThat(lags.sum()).isEqualTo(0.5);
    }

    @Test
    void gapsRepetitionsAndStepsBackAreCounted() {
        FakeHeld held = stage.watchAndOpen(settings);
        for (long number : new long[] {7, 8, 11, 11, 10, 12, 13}) {
            number(held, number);
        }
        assertThat(gaps()).isEqualTo(new Sequence(1, 2, 2, 13L));
    }

    @Test
    void sequenceBeginsAnewWithEachConnection() {
        FakeHeld held = stage.watchAndOpen(settings);
        number(held, 500);
        held.drop();
        assertThat(gaps().last()).as("of a connection that is gone").isEqualTo(500);
        FakeHeld next = stage.nextAsked().open();
        number(next, 3);
        assertThat(gaps()).isEqualTo(new Sequence(0, 0, 0, 3L));
    }

    @Test
    void lastNumberIsThatOfTheConnectionThatWasHeardLast() {
        stage.holder.server(FakeHeld::open);
        stage.watch(target(connections(2, settings), "ws://example.com"));
        stage.advance(SECOND.multipliedBy(3));
        number(stage.holder.all().get(1), 90);
        stage.advance(SECOND);
        number(stage.holder.all().get(0), 20);
        assertThat(gaps().last()).isEqualTo(20);
    }
}
