package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Conversation;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is said on an upgraded connection: the steps, then the heartbeat, then the hold. */
public final class ConversationPhase {
    private final MessageJudges judges;
    private final ValueReader values;
    private final RandomGenerator random = new SecureRandom();

    /** @param matching judges messages that are too large for an event loop */
    public ConversationPhase(BlockingExecutor matching, ValueReader values) {
        this.judges = new MessageJudges(matching);
        this.values = values;
    }

    public CompletableFuture<@Nullable Void> converse(PhaseContext context, Session session) {
        ConversationRun run = new ConversationRun(context, session);
        Conversation plan = context.request().module().conversation();
        run.go(() ->
                new StepRunner(run, judges, values, plan.steps(), lastEvent -> pings(run, plan, lastEvent)).next());
        return run.done();
    }

    private void pings(ConversationRun run, Conversation plan, long lastEvent) {
        if (plan.heartbeat().pings() == 0 && plan.hold().isZero()) {
            run.succeed(lastEvent);
            return;
        }
        // Nobody waits for messages any more, but still for what breaks the connection.
        run.when(run.session().frames().broken(), never -> {});
        run.session().frames().dropMessages();
        PingExchange exchange = new PingExchange(run, random, plan.heartbeat().accept());
        Runnable hold = () -> hold(run, plan, exchange);
        run.go(
                plan.heartbeat().pings() == 0
                        ? hold
                        : () -> new HeartbeatRunner(run, exchange, plan.heartbeat(), lastPong -> {
                                    if (plan.hold().isZero()) {
                                        run.succeed(lastPong);
                                    } else {
                                        run.go(hold);
                                    }
                                })
                                .begin());
    }

    private static void hold(ConversationRun run, Conversation plan, PingExchange exchange) {
        new HoldRunner(run, exchange, plan.hold(), plan.heartbeat()).begin();
    }
}
