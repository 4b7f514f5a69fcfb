package dev.websocketexporter.watch;

import static dev.websocketexporter.watch.WatchStage.connections;
import static dev.websocketexporter.watch.WatchStage.reconnect;
import static dev.websocketexporter.watch.WatchStage.settings;
import static dev.websocketexporter.watch.WatchStage.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Disconnect;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.watch.FakeHolder.Closing;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a reload keeps, opens and closes. */
class ReplaceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String ONE = "ws://one.example/?token=a";
    private static final String TWO = "ws://two.example";

    private final WatchStage stage = new WatchStage();

    private void open(WatchSettings settings, String... urls) {
        stage.holder.server(FakeHeld::open);
        stage.watch(List.of(urls).stream().map(url -> target(settings, url)).toList());
        stage.advance(Duration.ofSeconds(5));
        assertThat(stage.holder.all()).hasSize(urls.length * settings.connections());
    }

    private FakeHeld held(int index) {
        return stage.holder.all().get(index);
    }

    @Test
    void withoutATargetNothingIsConfiguredUntilTheConfigurationSaysSo() {
        assertThat(stage.watches.isConfigured()).isFalse();
        stage.watches.replace(true, List.of(), TargetPolicy.DEFAULT);
        assertThat(stage.watches.isConfigured()).isTrue();
        assertThat(stage.watches.targets()).isEmpty();
    }

    /** Settings that are equal and not the same, as after every reload, in another order. */
    @Test
    void equalTargetsKeepTheirConnectionsAndFigures() {
        open(settings("feed"), ONE, TWO);
        stage.watch(target(settings("feed"), TWO), target(settings("feed"), ONE));
        stage.advance(MINUTE);
        assertThat(stage.holder.all())
                .hasSize(2)
                .allSatisfy(held -> assertThat(held.closing).isNull());
        assertThat(stage.watches.targets())
                .allSatisfy(target -> assertThat(target.opened()).isOne());
        assertThat(stage.watches.targets().get(0).watched().target().host()).isEqualTo("two.example");
    }

    @Test
    void otherLabelsAreShownAndCloseNothing() {
        open(settings("feed"), ONE);
        stage.watch(target(settings("feed"), ONE, Map.of("team", "blue")));
        stage.advance(MINUTE);
        assertThat(stage.holder.all()).hasSize(1);
        assertThat(held(0).closing).isNull();
        assertThat(stage.figures().watched().labels()).isEqualTo(Map.of("team", "blue"));
        assertThat(stage.figures().active()).isOne();
    }

    @Test
    void targetThatIsNewIsOpenedAndOneThatIsGoneIsClosed() {
        open(settings("feed"), ONE);
        stage.watch(target(settings("feed"), TWO));
        assertThat(held(0).closing).isEqualTo(new Closing(1000, Ours.RELOAD));
        stage.advance(MINUTE);
        assertThat(stage.holder.all()).hasSize(2);
        assertThat(stage.figures().watched().target().host()).isEqualTo("two.example");
        assertThat(stage.figures().opened()).isOne();
    }

    @Test
    void otherSettingsOpenTheConnectionsAnewAndKeepTheCounters() {
        open(settings("feed"), ONE);
        held(0).message("tick");
        stage.watch(target(connections(2, settings("feed")), ONE));
        assertThat(held(0).closing).isEqualTo(new Closing(1000, Ours.RELOAD));
        stage.advance(Duration.ofSeconds(3));
        TargetFigures figures = stage.figures();
        assertThat(figures.opened()).isEqualTo(3);
        assertThat(figures.active()).isEqualTo(2);
        assertThat(figures.received().text()).isOne();
        assertThat(figures.feed().last()).isNotNull();
        assertThat(figures.disconnects()).isEqualTo(Map.of(new Disconnect("reload", "1000"), 1L));
        assertThat(figures.durations().count()).isOne();
    }

    @Test
    void reloadIsNeitherErrorNorOutageNorNews() {
        open(settings("feed"), ONE);
        held(0).drop();
        stage.events.lines.clear();
        stage.watch(target(reconnect(MINUTE, MINUTE, settings("feed")), ONE));
        stage.advance(MINUTE);
        assertThat(stage.figures().active()).isOne();
        assertThat(stage.figures().outages().count()).isZero();
        assertThat(stage.figures().errors()).containsOnlyKeys("connection_reset");
        assertThat(stage.events.lines).isEmpty();
    }

    @Test
    void sameUrlInAnotherWatchHasFiguresOfItsOwn() {
        open(settings("feed"), ONE);
        stage.watch(target(settings("other"), ONE));
        stage.advance(MINUTE);
        assertThat(stage.figures().opened()).isOne();
        assertThat(held(0).closing).isNotNull();
    }

    @Test
    void openingIsGivenUpAndWaitingOnesAreForgotten() {
        stage.watch(target(connections(3, settings("feed")), ONE));
        FakeHeld opening = stage.nextAsked();
        stage.watch();
        assertThat(opening.closing).isEqualTo(new Closing(1000, Ours.RELOAD));
        stage.advance(Duration.ofHours(1));
        assertThat(stage.holder.all()).hasSize(1);
        assertThat(stage.events.lines).isEmpty();
    }

    @Test
    void openingThatIsGivenUpIsNoFailure() {
        stage.watch(target(settings("feed"), ONE));
        stage.nextAsked();
        stage.watch(target(connections(2, settings("feed")), ONE));
        assertThat(stage.figures().failed()).isZero();
        assertThat(stage.figures().errors()).isEmpty();
    }

    /** Three hundred wait for the rate, and none of them is wanted any more. */
    @Test
    void thoseThatWaitForTheRateAreForgotten() {
        WatchSettings quick = reconnect(Duration.ofMillis(1), MINUTE, connections(300, settings("feed")));
        stage.watch(target(quick, ONE));
        stage.advance(Duration.ofSeconds(1));
        int before = stage.holder.all().size();
        stage.watch(target(settings("feed"), TWO));
        stage.advance(MINUTE);
        assertThat(stage.holder.all()).hasSize(before + 1);
    }

    @Test
    void newPolicyDecidesFromTheNextOpeningOn() {
        open(settings("feed"), ONE);
        TargetPolicy policy = new TargetPolicy(List.of(), List.of());
        stage.watches.replace(true, List.of(target(settings("feed"), ONE)), policy);
        stage.loop.settle();
        assertThat(held(0).closing).isNull();
        held(0).drop();
        assertThat(stage.nextAsked().request.policy()).isSameAs(policy);
    }

    @Test
    void newOnesAreSpreadFromTheReloadOn() {
        open(settings("feed"), ONE);
        stage.advance(Duration.ofHours(1));
        stage.watch(target(settings("feed"), ONE), target(connections(3, settings("more")), TWO));
        stage.advance(Duration.ofSeconds(1));
        assertThat(stage.holder.all()).hasSize(2);
        stage.advance(Duration.ofSeconds(2));
        assertThat(stage.holder.all()).hasSize(4);
    }
}
