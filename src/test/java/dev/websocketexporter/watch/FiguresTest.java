package dev.websocketexporter.watch;

import static dev.websocketexporter.watch.WatchStage.connections;
import static dev.websocketexporter.watch.WatchStage.settings;
import static dev.websocketexporter.watch.WatchStage.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HistogramFigures;
import dev.websocketexporter.probe.watch.HoldEnd.Dropped;
import dev.websocketexporter.probe.watch.HoldListener.Type;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.Disconnect;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted of openings, ends, pings and bytes. */
class FiguresTest {
    private final WatchStage stage = new WatchStage();

    private Connection only() {
        return stage.figures().connections().get(0);
    }

    private static double sumOf(HistogramFigures histogram, long count) {
        assertThat(histogram.count()).isEqualTo(count);
        return histogram.sum();
    }

    @Test
    void targetOfWhichNothingIsKnownYetHasZerosAndNoTimes() {
        stage.watch(target(settings("feed"), "ws://example.com"));
        TargetFigures figures = stage.figures();
        assertThat(figures.opened() + figures.failed() + figures.pongsMissed() + figures.active())
                .isZero();
        assertThat(figures.errors()).isEmpty();
        assertThat(figures.disconnects()).isEmpty();
        assertThat(figures.pings().counts()).containsOnly(0L);
        assertThat(figures.feed().last()).isNull();
        assertThat(figures.feed().stale()).isNull();
        assertThat(figures.feed().gaps()).isNull();
        assertThat(figures.feed().lags()).isNull();
        assertThat(figures.broadcasts()).isNull();
        assertThat(only().lastEnd()).isNull();
        assertThat(only().health()).isZero();
    }

    @Test
    void dropIsAnErrorADisconnectAndTheEndOfADuration() {
        FakeHeld held = stage.watchAndOpen(settings("feed"));
        stage.advance(Duration.ofSeconds(100));
        Instant dropped = stage.clock.instant();
        held.drop(Reason.CLOSED_BY_PEER, 1001);
        TargetFigures figures = stage.figures();
        assertThat(figures.errors()).isEqualTo(Map.of("closed_by_peer", 1L));
        assertThat(figures.disconnects()).isEqualTo(Map.of(new Disconnect("closed_by_peer", "1001"), 1L));
        assertThat(sumOf(figures.durations(), 1)).isEqualTo(100);
        assertThat(figures.active()).isZero();
        assertThat(only().state()).isEqualTo(State.WAITING);
        assertThat(only().health()).isZero();
        assertThat(only().lastEnd()).isEqualTo(new LastEnd(dropped, "closed_by_peer", "1001", "in words"));
    }

    @Test
    void disconnectWithoutACodeHasAnEmptyOne() {
        stage.watchAndOpen(settings("feed")).drop(Reason.PONG_MISSED, null);
        assertThat(stage.figures().disconnects()).containsOnlyKeys(new Disconnect("pong_missed", ""));
    }

    @Test
    void outageRunsFromTheDropToTheNextSubscription() {
        stage.watchAndOpen(settings("feed")).drop();
        Duration dropped = stage.loop.elapsed();
        stage.nextAsked().refuse();
        stage.nextAsked().refuse();
        FakeHeld third = stage.nextAsked();
        stage.advance(Duration.ofSeconds(2));
        assertThat(stage.figures().outages().count()).isZero();
        third.open();
        double outage = stage.loop.elapsed().minus(dropped).toNanos() / 1e9;
        assertThat(sumOf(stage.figures().outages(), 1)).isEqualTo(outage);
        assertThat(stage.figures().failed()).isEqualTo(2);
    }

    @Test
    void firstOpeningThatFailsBeginsNoOutage() {
        stage.watch(target(settings("feed"), "ws://example.com"));
        stage.nextAsked().refuse();
        stage.nextAsked().open();
        assertThat(stage.figures().outages().count()).isZero();
        assertThat(stage.figures().errors()).isEqualTo(Map.of("connection_refused", 1L));
        assertThat(only().lastEnd()).isNotNull();
    }

    @Test
    void outageIsOfTheConnectionWithTheSameNumber() {
        stage.holder.server(FakeHeld::open);
        stage.watch(target(connections(2, settings("feed")), "ws://example.com"));
        stage.advance(Duration.ofSeconds(3));
        stage.holder.server(held -> {});
        stage.holder.all().get(0).drop();
        stage.advance(Duration.ofSeconds(10));
        assertThat(stage.figures().outages().count())
                .as("the other one is open all the time")
                .isZero();
        stage.holder.last().open();
        assertThat(sumOf(stage.figures().outages(), 1)).isBetween(9.0, 10.0);
    }

    @Test
    void seventeenthCodeOfATargetIsOther() {
        stage.holder.server(held -> {});
        stage.watchAndOpen(settings("feed")).drop(Reason.CLOSED_BY_PEER, 4000);
        for (int code = 4001; code < 4020; code++) {
            stage.nextAsked().open().drop(Reason.CLOSED_BY_PEER, code);
        }
        stage.nextAsked().open().drop(Reason.CLOSED_BY_PEER, 4003);
        stage.nextAsked().open().drop(Reason.PONG_MISSED, null);
        Map<Disconnect, Long> disconnects = stage.figures().disconnects();
        assertThat(disconnects).hasSize(18);
        assertThat(disconnects).containsEntry(new Disconnect("closed_by_peer", "other"), 4L);
        assertThat(disconnects).containsEntry(new Disconnect("closed_by_peer", "4003"), 2L);
        assertThat(disconnects).containsEntry(new Disconnect("pong_missed", ""), 1L);
    }

    @Test
    void limitOfTheExporterIsReportedEachTimeAndCountsByThatName() {
        stage.watch(target(settings("feed"), "ws://example.com"));
        Outcome noDescriptor =
                new Outcome.Failed(Failure.ofExporter(Phase.CONNECT, ExporterLimit.DESCRIPTORS, "no descriptor"));
        stage.nextAsked().fail(noDescriptor);
        stage.nextAsked().fail(noDescriptor);
        stage.nextAsked().open().end(new Dropped(Reason.EXPORTER_LIMIT, ExporterLimit.MEMORY), null);
        assertThat(stage.figures().errors()).isEqualTo(Map.of("exporter_limit", 3L));
        assertThat(stage.events.lines)
                .filteredOn(line -> line.startsWith("limit"))
                .containsExactly("limit descriptors", "limit descriptors", "limit memory");
    }

    @Test
    void connectionThatIsDownIsReportedOnceAndOnceWhenItIsBack() {
        stage.watch(target(settings("feed"), "ws://example.com"));
        stage.nextAsked().refuse();
        Duration failed = stage.loop.elapsed();
        stage.nextAsked().refuse();
        stage.nextAsked().open();
        Duration down = stage.loop.elapsed().minus(failed);
        assertThat(stage.events.lines).containsExactly("failed 0", "back 0 after " + down);
        stage.events.lines.clear();
        stage.advance(Duration.ofMinutes(2));
        stage.holder.last().drop(Reason.CONNECTION_CLOSED, 1006);
        Duration dropped = stage.loop.elapsed();
        stage.nextAsked().refuse();
        stage.nextAsked().refuse();
        stage.nextAsked().open();
        assertThat(stage.events.lines)
                .containsExactly(
                        "dropped 0 connection_closed",
                        "back 0 after " + stage.loop.elapsed().minus(dropped));
    }

    @Test
    void healthIsHalfWhilePongsAreMissedAndWholeAgainWithTheNextOne() {
        FakeHeld held = stage.watchAndOpen(settings("feed"));
        assertThat(only().health()).isEqualTo(1);
        held.listener().pongMissed(1, stage.loop.now());
        held.listener().pongMissed(2, stage.loop.now());
        assertThat(only().health()).isEqualTo(0.5);
        held.listener().pongMissed(3, stage.loop.now());
        assertThat(only().health()).as("more than may be missed").isZero();
        held.listener().pong(Duration.ofMillis(30).toNanos(), stage.loop.now());
        assertThat(only().health()).isEqualTo(1);
        assertThat(stage.figures().pongsMissed()).isEqualTo(3);
        assertThat(sumOf(stage.figures().pings(), 1)).isEqualTo(0.03);
    }

    @Test
    void trafficHasItsTypesAndSizes() {
        FakeHeld held = stage.watchAndOpen(settings("feed"));
        held.listener().message(Type.TEXT, 100, false, 0, 0, stage.loop.now());
        held.listener().message(Type.BINARY, 20, true, 0, 0, stage.loop.now());
        held.listener().sent(Type.TEXT, 7, stage.loop.now());
        TargetFigures figures = stage.figures();
        assertThat(figures.received().text()).isEqualTo(1);
        assertThat(figures.received().binary()).isEqualTo(1);
        assertThat(figures.received().sizes().counts()).startsWith(1L, 1L, 0L);
        assertThat(sumOf(figures.received().sizes(), 2)).isEqualTo(120);
        assertThat(figures.sent().of(Type.TEXT)).isEqualTo(1);
        assertThat(sumOf(figures.sent().sizes(), 1)).isEqualTo(7);
    }

    @Test
    void bytesThatTheKernelDidNotTakeAreThoseOfThePresentConnection() {
        FakeHeld held = stage.watchAndOpen(settings("feed"));
        held.unwritten = 4_096;
        assertThat(only().unwrittenBytes()).isEqualTo(4_096);
        held.drop();
        assertThat(only().unwrittenBytes()).isZero();
    }

    @Test
    void targetsAreInTheOrderOfTheConfiguration() {
        stage.watch(WatchStage.targets(settings("feed"), 5));
        assertThat(stage.watches.targets())
                .extracting(figures -> figures.watched().target().requestTarget())
                .isEqualTo(List.of("/0", "/1", "/2", "/3", "/4"));
        assertThat(stage.watches.isConfigured()).isTrue();
    }
}
