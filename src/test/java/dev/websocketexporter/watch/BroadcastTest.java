package dev.websocketexporter.watch;

import static dev.websocketexporter.watch.WatchStage.broadcast;
import static dev.websocketexporter.watch.WatchStage.connections;
import static dev.websocketexporter.watch.WatchStage.lifetime;
import static dev.websocketexporter.watch.WatchStage.settings;
import static dev.websocketexporter.watch.WatchStage.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.TargetFigures.Broadcasts;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Broadcast;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message of the first connection that all others must receive. */
class BroadcastTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final WatchSettings SETTINGS =
            broadcast(new Broadcast(MINUTE, "{\"id\":\"${id}\"}", TIMEOUT), settings("chat"));

    private final WatchStage stage = new WatchStage();

    /** Opens them, and lets time pass until the first message is due. */
    private List<FakeHeld> openAndBroadcast(WatchSettings settings) {
        List<FakeHeld> all = open(settings);
        for (int millis = 0; all.get(0).sent.isEmpty() && millis < 61_000; millis++) {
            stage.advance(Duration.ofMillis(1));
        }
        assertThat(all.get(0).sent).hasSize(1);
        return all;
    }

    private List<FakeHeld> open(WatchSettings settings) {
        stage.holder.server(FakeHeld::open);
        stage.watch(target(settings, "ws://example.com/room"));
        stage.advance(SECOND.multipliedBy(settings.connections()).plusMillis(20));
        stage.holder.server(held -> {});
        assertThat(stage.holder.all()).hasSize(settings.connections());
        return List.copyOf(stage.holder.all());
    }

    private Broadcasts broadcasts() {
        Broadcasts broadcasts = stage.figures().broadcasts();
        assertThat(broadcasts).isNotNull();
        return broadcasts;
    }

    private void assertCounts(long success, long partial, long failed) {
        Broadcasts all = broadcasts();
        assertThat(List.of(all.success(), all.partial(), all.failed())).containsExactly(success, partial, failed);
        assertThat(all.recipients().count()).isEqualTo(success + partial + failed);
        assertThat(all.durations().count()).isEqualTo(success + partial);
    }

    @Test
    void messageThatReachesAllOthersIsASuccessWithTheTimeOfItsLastArrival() {
        List<FakeHeld> all = openAndBroadcast(connections(3, SETTINGS));
        String text = all.get(0).sent.get(0);
        assertThat(text).matches("\\{\"id\":\"[0-9a-f]{16}\"}");
        assertThat(all.get(0).awaited).as("by the sender").isNull();
        all.get(1).message(text);
        stage.advance(Duration.ofMillis(250));
        assertCounts(0, 0, 0);
        all.get(2).message(text);
        assertCounts(1, 0, 0);
        assertThat(broadcasts().durations().sum()).isCloseTo(0.25, within(0.001));
        assertThat(broadcasts().recipients().sum()).isEqualTo(2);
    }

    @Test
    void messageThatDoesNotReachAllInTimeIsPartial() {
        List<FakeHeld> all = openAndBroadcast(connections(3, SETTINGS));
        String text = all.get(0).sent.get(0);
        stage.advance(SECOND);
        all.get(1).message(text);
        stage.advance(TIMEOUT);
        assertCounts(0, 1, 0);
        assertThat(broadcasts().durations().sum()).isCloseTo(1, within(0.001));
        assertThat(broadcasts().recipients().sum()).isEqualTo(1);
        assertThat(all.get(2).awaited).as("nobody waits any more").isNull();
        all.get(2).message(text);
        assertCounts(0, 1, 0);
    }

    @Test
    void messageThatReachesNobodyHasFailed() {
        List<FakeHeld> all = openAndBroadcast(connections(2, SETTINGS));
        all.get(1).message("another message");
        stage.advance(TIMEOUT);
        assertCounts(0, 0, 1);
    }

    /** The loop was late to report it, or the message was: its tick decides. */
    @Test
    void arrivalAfterTheTimeoutDoesNotCount() {
        List<FakeHeld> all = openAndBroadcast(connections(2, SETTINGS));
        String id = all.get(1).awaited;
        assertThat(id).isNotNull();
        all.get(1).listener().arrived(id, stage.loop.now() + TIMEOUT.toNanos() + 1);
        stage.loop.settle();
        assertCounts(0, 0, 1);
    }

    @Test
    void eachMessageHasAnIdOfItsOwn() {
        List<FakeHeld> all = openAndBroadcast(connections(2, SETTINGS));
        stage.advance(MINUTE.multipliedBy(9));
        assertThat(all.get(0).sent).hasSize(10).doesNotHaveDuplicates();
        assertCounts(0, 0, 9);
    }

    @Test
    void connectionThatClosesMeanwhileIsNotReached() {
        List<FakeHeld> all = openAndBroadcast(connections(3, SETTINGS));
        all.get(1).message(all.get(0).sent.get(0));
        all.get(2).drop();
        assertCounts(0, 1, 0);
    }

    @Test
    void connectionThatOpensMeanwhileIsNotWaitedFor() {
        List<FakeHeld> all = open(connections(3, SETTINGS));
        all.get(2).drop();
        FakeHeld late = stage.nextAsked();
        stage.advance(MINUTE);
        late.open();
        all.get(1).message(all.get(0).sent.get(0));
        assertCounts(1, 0, 0);
    }

    @Test
    void senderThatIsDownIsAFailure() {
        List<FakeHeld> all = open(connections(2, SETTINGS));
        all.get(0).drop();
        stage.holder.server(FakeHeld::refuse);
        stage.advance(MINUTE.multipliedBy(3).plusSeconds(5));
        assertCounts(0, 0, 3);
    }

    @Test
    void nobodyToReceiveIsAFailure() {
        List<FakeHeld> all = open(connections(2, SETTINGS));
        all.get(1).drop();
        stage.holder.server(FakeHeld::refuse);
        stage.advance(MINUTE.plusSeconds(5));
        assertCounts(0, 0, 1);
        assertThat(all.get(0).sent).isEmpty();
    }

    @Test
    void nothingIsCountedBeforeTwoWereOpen() {
        stage.watch(target(connections(2, SETTINGS), "ws://example.com/room"));
        stage.nextAsked().open();
        stage.advance(MINUTE.multipliedBy(10));
        assertCounts(0, 0, 0);
    }

    @Test
    void messageThatTakesLongerThanTheIntervalIsFollowedByTheNextAtOnce() {
        Broadcast slow = new Broadcast(Duration.ofSeconds(10), "${id}", Duration.ofSeconds(25));
        List<FakeHeld> all = openAndBroadcast(connections(2, broadcast(slow, SETTINGS)));
        stage.advance(Duration.ofSeconds(24));
        assertThat(all.get(0).sent).hasSize(1);
        stage.advance(Duration.ofSeconds(1));
        assertThat(all.get(0).sent).hasSize(2);
        assertCounts(0, 0, 1);
    }

    @Test
    void connectionIsNotReplacedForItsAgeWhileAMessageIsOnItsWay() {
        Broadcast slow = new Broadcast(Duration.ofSeconds(10), "${id}", Duration.ofSeconds(9));
        WatchSettings settings = lifetime(Duration.ofSeconds(15), connections(2, broadcast(slow, SETTINGS)));
        List<FakeHeld> all = openAndBroadcast(settings);
        stage.advance(Duration.ofSeconds(8));
        assertThat(all).allSatisfy(held -> assertThat(held.closing).isNull());
        all.get(1).message(all.get(0).sent.get(0));
        stage.advance(Duration.ofSeconds(1));
        assertThat(all).allSatisfy(held -> assertThat(held.closing).isNotNull());
        assertCounts(1, 0, 0);
    }

    @Test
    void messagesThatNeverArriveDoNotKeepConnectionsFromBeingReplacedForTheirAge() {
        Broadcast slow = new Broadcast(Duration.ofSeconds(10), "${id}", Duration.ofSeconds(25));
        WatchSettings settings = lifetime(Duration.ofSeconds(15), connections(2, broadcast(slow, SETTINGS)));
        List<FakeHeld> all = openAndBroadcast(settings);
        stage.advance(MINUTE);
        assertThat(all).allSatisfy(held -> assertThat(held.closing).isNotNull());
    }

    @Test
    void senderThatIsReplacedForItsAgeIsWaitedFor() {
        WatchSettings settings = lifetime(Duration.ofSeconds(55), connections(2, SETTINGS));
        stage.holder.server(FakeHeld::open);
        stage.watch(target(settings, "ws://example.com/room"));
        stage.advance(SECOND.multipliedBy(3));
        stage.holder.server(held -> {});
        stage.advance(MINUTE.multipliedBy(3));
        assertThat(stage.holder.all()).as("two, and two in their place").hasSize(4);
        assertCounts(0, 0, 0);
        stage.holder.all().get(2).open();
        assertCounts(0, 0, 0);
        stage.holder.all().get(3).open();
        assertThat(stage.holder.all().get(2).sent.size()
                        + stage.holder.all().get(3).sent.size())
                .as("sent as soon as both are there")
                .isOne();
    }

    @Test
    void reloadEndsAMessageWithoutAResult() {
        openAndBroadcast(connections(2, SETTINGS));
        stage.watch(target(connections(3, SETTINGS), "ws://example.com/room"));
        stage.advance(TIMEOUT);
        assertCounts(0, 0, 0);
        assertThat(stage.holder.all().get(0).closing).isEqualTo(new FakeHolder.Closing(1000, Ours.RELOAD));
    }
}
