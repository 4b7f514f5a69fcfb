package dev.websocketexporter.watch;

import static dev.websocketexporter.watch.WatchStage.connections;
import static dev.websocketexporter.watch.WatchStage.reconnect;
import static dev.websocketexporter.watch.WatchStage.settings;
import static dev.websocketexporter.watch.WatchStage.target;
import static dev.websocketexporter.watch.WatchStage.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.watch.FakeHolder.Closing;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the connections of a watch start. */
class OpeningTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WatchStage stage = new WatchStage();

    private List<Long> millis() {
        return stage.holder.all().stream().map(held -> held.askedAt.toMillis()).toList();
    }

    @Test
    void startsAreSpreadEvenlyOverTheShortestDelayTimesTheirNumber() {
        stage.watch(targets(connections(4, settings("feed")), 25));
        stage.advance(Duration.ofSeconds(100));
        List<Long> asked = millis();
        assertThat(asked).hasSize(100);
        for (int slot = 0; slot < 100; slot++) {
            assertThat(asked.get(slot)).as("slot %s", slot).isBetween(slot * 1_000L, slot * 1_000L + 1_020);
        }
        assertThat(asked.stream().map(at -> at % 1_000).distinct().count())
                .as("places in their slots")
                .isGreaterThan(50);
    }

    @Test
    void targetsTakeTurns() {
        stage.watch(targets(connections(3, settings("feed")), 2));
        stage.advance(MINUTE);
        assertThat(stage.holder.all())
                .extracting(held -> held.request.target().requestTarget())
                .containsExactly("/0", "/1", "/0", "/1", "/0", "/1");
    }

    @Test
    void eachWatchIsSpreadForItself() {
        stage.watch(List.of(target(settings("one"), "ws://one.example"), target(settings("two"), "ws://two.example")));
        stage.advance(Duration.ofSeconds(1));
        assertThat(stage.holder.all()).hasSize(2);
    }

    @Test
    void processOpensAtMostFiftyASecondHoweverShortTheDelay() {
        WatchSettings fast = reconnect(Duration.ofMillis(1), MINUTE, settings("feed"));
        stage.watch(targets(fast, 1_000));
        stage.advance(Duration.ofSeconds(10));
        assertThat(stage.holder.all()).hasSizeBetween(450, 456);
        stage.advance(Duration.ofSeconds(12));
        assertThat(stage.holder.all()).hasSize(1_000);
        ReconnectTest.assertAtMostFiftyInAnySecond(stage.holder.all());
    }

    @Test
    void connectionIsWaitingThenOpeningThenOpen() {
        stage.watch(target(settings("feed"), "ws://example.com"));
        assertThat(stage.figures().connections().get(0).state()).isEqualTo(State.WAITING);
        FakeHeld held = stage.nextAsked();
        assertThat(stage.figures().connections().get(0).state()).isEqualTo(State.OPENING);
        assertThat(stage.figures().active()).isZero();
        stage.advance(Duration.ofSeconds(2));
        held.open();
        assertThat(stage.figures().connections().get(0).state()).isEqualTo(State.OPEN);
        assertThat(stage.figures().connections().get(0).since()).isEqualTo(stage.clock.instant());
        assertThat(stage.figures().active()).isOne();
        assertThat(stage.figures().opened()).isOne();
    }

    @Test
    void requestHasModulePolicyAndTimeoutAndThePlanWhatTheWatchSays() {
        WatchSettings settings = settings("feed");
        TargetPolicy policy = new TargetPolicy(List.of(), List.of());
        stage.watches.replace(true, List.of(target(settings, "ws://example.com/a")), policy);
        FakeHeld held = stage.nextAsked();
        assertThat(held.request.module()).isSameAs(settings.module());
        assertThat(held.request.policy()).isSameAs(policy);
        assertThat(held.request.budget()).as("of a module without a timeout").isEqualTo(Duration.ofSeconds(10));
        assertThat(held.plan.heartbeat()).isEqualTo(settings.heartbeat());
        assertThat(held.plan.messages()).isEqualTo(settings.messages());
    }

    @Test
    void timeoutOfTheModuleIsTheBudget() {
        WatchSettings any = settings("feed");
        ProbeModule quick = any.module().withTimeout(Duration.ofSeconds(3));
        WatchSettings settings = new WatchSettings(
                any.name(),
                "quick",
                quick,
                1,
                any.heartbeat(),
                any.reconnect(),
                any.maxLifetime(),
                any.messages(),
                null,
                null);
        stage.watch(target(settings, "ws://example.com"));
        assertThat(stage.nextAsked().request.budget()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void holderThatThrowsIsReportedAndTriedAgain() {
        stage.holder.server(held -> {
            throw new IllegalStateException("a bug");
        });
        stage.watch(target(settings("feed"), "ws://example.com"));
        stage.nextAsked();
        assertThat(stage.events.lines).containsExactly("defect a bug");
        assertThat(stage.figures().errors()).containsEntry("internal_error", 1L);
        stage.holder.server(FakeHeld::open);
        stage.advance(MINUTE);
        assertThat(stage.figures().active()).isOne();
    }

    /** The reload came while the event loop reported the opening. */
    @Test
    void openingThatIsReportedWhileItIsGivenUpIsClosed() {
        stage.watch(target(settings("feed"), "ws://example.com"));
        FakeHeld held = stage.nextAsked().ignoringClose();
        stage.watch();
        held.open();
        assertThat(held.closing).isEqualTo(new Closing(1000, Ours.RELOAD));
        held.end(Ours.RELOAD, 1000);
        stage.advance(MINUTE);
        assertThat(stage.holder.all()).hasSize(1);
        assertThat(stage.events.lines).isEmpty();
    }
}
