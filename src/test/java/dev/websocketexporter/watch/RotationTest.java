package dev.websocketexporter.watch;

import static dev.websocketexporter.watch.WatchStage.lifetime;
import static dev.websocketexporter.watch.WatchStage.reconnect;
import static dev.websocketexporter.watch.WatchStage.settings;
import static dev.websocketexporter.watch.WatchStage.target;
import static dev.websocketexporter.watch.WatchStage.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Disconnect;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.watch.FakeHolder.Closing;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens to connections that have become too old. */
class RotationTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final WatchStage stage = new WatchStage();

    private static WatchSettings hourly() {
        return lifetime(HOUR, settings("feed"));
    }

    @Test
    void connectionIsClosedPolitelyAndOpenedAnewAtOnce() {
        FakeHeld held = stage.watchAndOpen(hourly()).ignoringClose();
        stage.advance(HOUR);
        assertThat(held.closing).isEqualTo(new Closing(1000, Ours.MAX_LIFETIME));
        assertThat(stage.figures().connections().get(0).state()).isEqualTo(State.CLOSING);
        Duration ended = stage.loop.elapsed();
        held.end(Ours.MAX_LIFETIME, 1000);
        assertThat(stage.holder.all()).hasSize(2);
        assertThat(stage.holder.last().askedAt).isEqualTo(ended);
    }

    @Test
    void itIsADisconnectAndNeitherErrorNorOutageNorNews() {
        FakeHeld held = stage.watchAndOpen(hourly());
        stage.advance(HOUR);
        assertThat(held.closing).isNotNull();
        stage.advance(Duration.ofSeconds(5));
        stage.holder.last().open();
        TargetFigures figures = stage.figures();
        assertThat(figures.disconnects()).isEqualTo(Map.of(new Disconnect("max_lifetime", "1000"), 1L));
        assertThat(figures.errors()).isEmpty();
        assertThat(figures.outages().count()).isZero();
        assertThat(figures.durations().count()).isOne();
        assertThat(figures.opened()).isEqualTo(2);
        assertThat(figures.active()).isOne();
        assertThat(stage.events.lines).isEmpty();
    }

    @Test
    void lifetimesAreUpToATenthShorterSoThatThoseOfTheSameAgeDoNotEndTogether() {
        stage.holder.server(FakeHeld::open);
        stage.watch(targets(reconnect(Duration.ofMillis(1), HOUR, hourly()), 200));
        stage.advance(Duration.ofSeconds(5));
        assertThat(stage.holder.all()).hasSize(200);
        stage.advance(Duration.ofMinutes(54).minusSeconds(6));
        assertThat(stage.holder.all()).hasSize(200);
        int[] minutes = new int[6];
        for (int minute = 0; minute < minutes.length; minute++) {
            int before = stage.holder.all().size();
            stage.advance(Duration.ofMinutes(1));
            minutes[minute] = stage.holder.all().size() - before;
        }
        stage.advance(Duration.ofSeconds(5));
        assertThat(stage.holder.all()).hasSize(400);
        assertThat(Arrays.stream(minutes).boxed())
                .as("rotations in each minute")
                .allMatch(rotations -> rotations > 15 && rotations < 55);
    }

    @Test
    void withoutALongestLifetimeAConnectionStays() {
        FakeHeld held = stage.watchAndOpen(settings("feed"));
        stage.advance(Duration.ofDays(30));
        assertThat(held.closing).isNull();
    }

    @Test
    void connectionThatIsLostBeforeItsTimeIsOverBeginsANewLife() {
        FakeHeld held = stage.watchAndOpen(hourly());
        stage.advance(Duration.ofMinutes(50));
        held.drop();
        FakeHeld next = stage.nextAsked().open();
        stage.advance(Duration.ofMinutes(53));
        assertThat(next.closing).isNull();
        stage.advance(Duration.ofMinutes(8));
        assertThat(next.closing).isNotNull();
    }

    /** The server was faster: it is a drop, whatever the exporter was about to do. */
    @Test
    void dropWhileItIsBeingClosedIsADrop() {
        FakeHeld held = stage.watchAndOpen(hourly()).ignoringClose();
        stage.advance(HOUR);
        held.drop(Reason.CLOSED_BY_PEER, 1012);
        assertThat(stage.figures().errors()).isEqualTo(Map.of("closed_by_peer", 1L));
        stage.nextAsked().open();
        assertThat(stage.figures().outages().count()).isOne();
    }

    /** There was no drop, so there is no outage; but nobody is left without news. */
    @Test
    void openingThatFailsAfterItIsAnErrorAndNoOutage() {
        stage.watchAndOpen(hourly());
        stage.holder.server(FakeHeld::refuse);
        stage.advance(HOUR.plusMinutes(5));
        assertThat(stage.events.lines).containsExactly("failed 0");
        assertThat(stage.figures().errors()).containsOnlyKeys("connection_refused");
        stage.holder.server(FakeHeld::open);
        stage.advance(Duration.ofMinutes(2));
        assertThat(stage.figures().active()).isOne();
        assertThat(stage.figures().outages().count()).isZero();
    }

    @Test
    void shortLifetimeDoesNotResetTheBackoff() {
        WatchSettings settings = lifetime(Duration.ofSeconds(10), settings("feed"));
        stage.holder.server(FakeHeld::refuse);
        stage.watch(target(settings, "ws://example.com"));
        stage.advance(Duration.ofMinutes(10));
        stage.holder.server(FakeHeld::open);
        stage.nextAsked();
        stage.holder.server(FakeHeld::refuse);
        int before = stage.holder.all().size();
        stage.advance(Duration.ofSeconds(10 + 60));
        assertThat(stage.holder.all().size() - before)
                .as("one at once, and no more than two in a minute")
                .isBetween(2, 3);
    }
}
