package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Conversation;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is said on an upgraded connection: the steps, then the heartbeat, then the hold. */
final class ConversationPhase {
    private final Offload offload;
    private final RandomGenerator random = new SecureRandom();

    ConversationPhase(Offload offload) {
        this.offload = offload;
    }

    CompletableFuture<@Nullable Void> converse(PhaseContext context, Session session) {
        Talk talk = new Talk(context, session);
        Conversation plan = context.request().module().conversation();
        talk.go(() -> new StepRunner(talk, offload, plan.steps(), lastEvent -> pings(talk, plan, lastEvent)).next());
        return talk.done();
    }

    private void pings(Talk talk, Conversation plan, long lastEvent) {
        if (plan.heartbeat().pings() == 0 && plan.hold().isZero()) {
            talk.succeed(lastEvent);
            return;
        }
        // Nobody waits for messages any more, but still for what breaks the connection.
        talk.when(talk.session().inbox().broken(), never -> {});
        talk.session().inbox().dropMessages();
        PingExchange exchange = new PingExchange(talk, random);
        Runnable hold = () -> hold(talk, plan, exchange);
        talk.go(
                plan.heartbeat().pings() == 0
                        ? hold
                        : () -> new HeartbeatRunner(talk, exchange, plan.heartbeat(), lastPong -> {
                                    if (plan.hold().isZero()) {
                                        talk.succeed(lastPong);
                                    } else {
                                        talk.go(hold);
                                    }
                                })
                                .begin());
    }

    private static void hold(Talk talk, Conversation plan, PingExchange exchange) {
        new HoldRunner(talk, exchange, plan.hold(), plan.heartbeat().timeout()).begin();
    }
}
