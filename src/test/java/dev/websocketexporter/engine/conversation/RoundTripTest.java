package dev.websocketexporter.engine.conversation;

import static dev.websocketexporter.engine.SlowMachine.ANSWERING;
import static dev.websocketexporter.engine.SlowMachine.SENDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.engine.SlowMachine;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.module.ProbeModule;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    @Test
    void roundTripIsFromThePingAtTheSocketToThePongThatWokeTheLoop() {
        try (SlowMachine machine = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"))) {
            ConversationRun run = new ConversationRun(
                    machine.run().context(), Session.over(machine.run().context(), AgreedCompression.NONE));
            PingExchange pings = new PingExchange(run, () -> 0, Accept.MATCHING);
            List<Duration> roundTrips = new ArrayList<>();
            long sentAt = pings.ping("ping", Duration.ofSeconds(1), noting(roundTrips));
            machine.answer(Unpooled.wrappedBuffer(ServerFrames.pong("0000000001")));
            assertThat(roundTrips).containsExactly(SENDING.plus(ANSWERING));
            assertThat(sentAt)
                    .isEqualTo(machine.run().context().channel().wire().sentAt());
        }
    }

    private static PingExchange.Listener noting(List<Duration> roundTrips) {
        return new PingExchange.Listener() {
            @Override
            public void answered(long readAt, Duration roundTrip) {
                roundTrips.add(roundTrip);
            }

            @Override
            public void missed(String instead) {
                throw new AssertionError("missed");
            }
        };
    }
}
