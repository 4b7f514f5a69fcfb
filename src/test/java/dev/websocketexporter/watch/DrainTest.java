package dev.websocketexporter.watch;

import static dev.websocketexporter.watch.WatchStage.connections;
import static dev.websocketexporter.watch.WatchStage.settings;
import static dev.websocketexporter.watch.WatchStage.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.TargetFigures.Disconnect;
import dev.websocketexporter.watch.FakeHolder.Closing;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the watch ends. */
class DrainTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final WatchStage stage = new WatchStage();

    private CompletableFuture<Void> drain() {
        CompletableFuture<Void> gone = stage.watches.drained();
        stage.loop.settle();
        return gone;
    }

    @Test
    void allAreClosedAtOnceAndNothingOpensAfterwards() {
        stage.holder.server(FakeHeld::open);
        stage.watch(target(connections(5, settings("feed")), "ws://example.com"));
        stage.advance(Duration.ofSeconds(3));
        int open = stage.holder.all().size();
        assertThat(open).isBetween(3, 4);
        assertThat(drain()).isDone();
        assertThat(stage.holder.all())
                .allSatisfy(held -> assertThat(held.closing).isEqualTo(new Closing(1001, Ours.SHUTDOWN)));
        stage.watch(target(settings("feed"), "ws://other.example"));
        stage.advance(HOUR);
        assertThat(stage.holder.all()).hasSize(open);
    }

    @Test
    void itIsNeitherErrorNorNews() {
        stage.watchAndOpen(settings("feed"));
        drain();
        assertThat(stage.figures().disconnects()).isEqualTo(Map.of(new Disconnect("shutdown", "1001"), 1L));
        assertThat(stage.figures().errors()).isEmpty();
        assertThat(stage.events.lines).isEmpty();
    }

    @Test
    void socketsThatAreNotYetGoneAreWaitedFor() {
        FakeHeld held = stage.watchAndOpen(settings("feed")).ignoringClose();
        CompletableFuture<Void> gone = drain();
        assertThat(gone).isNotDone();
        held.endButHoldOn(Ours.SHUTDOWN, 1001);
        assertThat(gone).isNotDone();
        held.release();
        assertThat(gone).isDone();
    }

    @Test
    void thoseThatAReloadIsClosingAreWaitedForToo() {
        FakeHeld held = stage.watchAndOpen(settings("feed")).ignoringClose();
        stage.watch();
        CompletableFuture<Void> gone = drain();
        assertThat(gone).isNotDone();
        assertThat(held.closing).as("closed once").isEqualTo(new Closing(1000, Ours.RELOAD));
        held.end(Ours.RELOAD, 1000);
        assertThat(gone).isDone();
    }

    /** A hundred wait for the rate of all watches. */
    @Test
    void thoseThatWaitForTheirTurnNeverStart() {
        stage.watch(WatchStage.targets(WatchStage.reconnect(Duration.ofMillis(1), HOUR, settings("feed")), 100));
        stage.advance(Duration.ofMillis(500));
        int asked = stage.holder.all().size();
        assertThat(drain()).isDone();
        stage.advance(HOUR);
        assertThat(stage.holder.all()).hasSize(asked);
    }

    @Test
    void openingIsGivenUp() {
        stage.watch(target(settings("feed"), "ws://example.com"));
        FakeHeld opening = stage.nextAsked();
        assertThat(drain()).isDone();
        assertThat(opening.closing).isEqualTo(new Closing(1001, Ours.SHUTDOWN));
        assertThat(stage.figures().failed()).isZero();
    }

    @Test
    void connectionThatIsLostWhileItWaitsForTheEndStaysAway() {
        FakeHeld held = stage.watchAndOpen(settings("feed")).ignoringClose();
        drain();
        held.drop();
        stage.advance(HOUR);
        assertThat(stage.holder.all()).hasSize(1);
        assertThat(stage.events.lines).isEmpty();
    }

    @Test
    void watchOfNothingIsDrainedAtOnceAndSecondDrainWaitsForTheSame() {
        assertThat(drain()).isDone();
        assertThat(stage.watches.drained()).isDone();
    }

    @Test
    void afterTheCloseNothingOpens() {
        stage.watch(target(settings("feed"), "ws://example.com"));
        stage.watches.close();
        stage.watch(target(settings("feed"), "ws://other.example"));
        stage.advance(HOUR);
        assertThat(stage.holder.all()).isEmpty();
    }
}
