package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.module.Conversation;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is said on an upgraded connection: the steps, then the heartbeat, then the hold. */
public final class ConversationPhase {
    private final BlockingExecutor offload;
    private final RandomGenerator random = new SecureRandom();

    public ConversationPhase(BlockingExecutor offload) {
        this.offload = offload;
    }

    public CompletableFuture<@Nullable Void> converse(PhaseContext context, Session session) {
        ConversationRun talk = new ConversationRun(context, session);
        Conversation plan = context.request().module().conversation();
        talk.go(() -> new StepRunner(talk, offload, plan.steps(), lastEvent -> pings(talk, plan, lastEvent)).next());
        return talk.done();
    }

    private void pings(ConversationRun talk, Conversation plan, long lastEvent) {
        if (plan.heartbeat().pings() == 0 && plan.hold().isZero()) {
            talk.succeed(lastEvent);
            return;
        }
        // Nobody waits for messages any more, but still for what breaks the connection.
        talk.when(talk.session().inbox().broken(), never -> {});
        talk.session().inbox().dropMessages();
        PingExchange exchange = new PingExchange(talk, random, plan.heartbeat().accept());
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

    private static void hold(ConversationRun talk, Conversation plan, PingExchange exchange) {
        new HoldRunner(talk, exchange, plan.hold(), plan.heartbeat()).begin();
    }
}
