package dev.websocketexporter.engine.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.SlowMachine;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final long SECOND = 1_000_000_000L;

    private static void inARun(BiConsumer<ConversationRun, Long> test) {
        try (SlowMachine machine = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"))) {
            long upgradedAt = machine.run().context().channel().wire().lastReadAt();
            test.accept(
                    new ConversationRun(
                            machine.run().context(), Session.over(machine.run().context(), AgreedCompression.NONE)),
                    upgradedAt);
        }
    }

    private static String explained(Moment moment, ConversationRun run, Reason reason, long tick) {
        boolean offered = run.context().request().module().upgrade().offersSubprotocols();
        return moment.explained(
                        run.session(),
                        run.isAnswered(),
                        offered,
                        new Failure(Phase.CONVERSATION, reason, "it ended"),
                        tick)
                .detail();
    }

    private static HoldRunner hold(ConversationRun run) {
        PingExchange pings = new PingExchange(run, () -> 0, Accept.MATCHING);
        return new HoldRunner(run, pings, Duration.ofSeconds(25), Heartbeat.NONE, tick -> {});
    }

    @Test
    void closeSoonAfterTheUpgradeMayBeARefusal() {
        inARun((run, upgradedAt) -> {
            assertThat(explained(Moment.NONE, run, Reason.CLOSED_BY_PEER, upgradedAt + 12_000_000))
                    .isEqualTo("it ended, 12 ms after the upgrade: perhaps a refusal, as some servers give behind an"
                            + " upgrade; no subprotocol was offered");
            assertThat(explained(Moment.NONE, run, Reason.CLOSED_BY_PEER, upgradedAt + 2 * SECOND))
                    .isEqualTo("it ended");
            assertThat(explained(Moment.NONE, run, Reason.CONNECTION_CLOSED, upgradedAt + 12_000_000))
                    .isEqualTo("it ended");
            run.answered();
            assertThat(explained(Moment.NONE, run, Reason.CLOSED_BY_PEER, upgradedAt + 12_000_000))
                    .as("it has answered a ping")
                    .isEqualTo("it ended");
        });
    }

    @Test
    void endOfAHoldIsAfterSoMuchOfItAndMayBeAnIdleLimit() {
        inARun((run, upgradedAt) -> {
            HoldRunner hold = hold(run);
            String idle = ": perhaps an idle limit of the server, or of a proxy on the way";
            assertThat(hold.when(SECOND)).isEqualTo(", after 1 s of the hold of 25 s");
            assertThat(hold.why(Reason.CLOSED_BY_PEER, SECOND)).isEqualTo(idle);
            assertThat(hold.why(Reason.CONNECTION_RESET, 20 * SECOND)).isEqualTo(idle);
            assertThat(hold.why(Reason.CONNECTION_CLOSED, SECOND / 2 - 1)).isEmpty();
        });
    }

    @Test
    void endAtTheBeginningIsSaidToBe() {
        assertThat(Moment.of("the hold", 7, 7)).isEqualTo(", at the beginning of the hold");
        assertThat(Moment.of("the hold", 7, 2)).isEqualTo(", at the beginning of the hold");
        assertThat(Moment.of("the hold", 7, 1_007)).isEqualTo(", after 1 µs of the hold");
    }

    @Test
    void exchangeWithoutAnOpenPingSaysNothing() {
        inARun((run, upgradedAt) -> {
            PingExchange pings = new PingExchange(run, () -> 0, Accept.MATCHING);
            assertThat(pings.when(0)).isEmpty();
            assertThat(pings.why(Reason.CONNECTION_CLOSED, 0)).isEmpty();
        });
    }
}
