package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Conversation;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is said on an upgraded connection: the steps, then the heartbeat, then the hold; before and after all of them the
 * connection may have to settle.
 */
public final class ConversationPhase {
    private final MessageJudges judges;
    private final ValueReader values;
    private final RandomGenerator random = new SecureRandom();

    /** @param matching judges messages that are too large for an event loop */
    public ConversationPhase(BlockingExecutor matching, ValueReader values) {
        this.judges = new MessageJudges(matching);
        this.values = values;
    }

    /** With a server whose messages are the conversation's and nobody else's. */
    public CompletableFuture<@Nullable Void> converse(PhaseContext context, Session session) {
        ConversationRun run = new ConversationRun(context, session);
        Conversation plan = context.request().module().conversation();
        run.go(() -> {
            if (plan.steps().isEmpty()) {
                session.frames().dropMessages();
            }
            settle(run, plan, "the upgrade", () -> steps(run, plan));
        });
        return run.done();
    }

    /** Whether {@link #subscribe} has anything to do. */
    public static boolean subscribes(PhaseContext context) {
        Conversation plan = context.request().module().conversation();
        return !plan.steps().isEmpty() || !plan.settle().isZero();
    }

    /**
     * What a connection begins with that is held open after it: the steps, before and after which it may have to settle.
     * Messages that none of them takes are left where they are.
     */
    public CompletableFuture<@Nullable Void> subscribe(PhaseContext context, Session session) {
        ConversationRun run = new ConversationRun(context, session);
        Conversation plan = context.request().module().conversation();
        LongConsumer settleAgain =
                lastEvent -> settle(run, plan, "the subscription", () -> run.succeed(atEnd(run, plan, lastEvent)));
        run.go(() -> settle(
                run,
                plan,
                "the upgrade",
                () -> new StepRunner(
                                run, judges, values, plan.steps(), plan.steps().isEmpty() ? run::succeed : settleAgain)
                        .next()));
        return run.done();
    }

    /** A time in which the connection had to stay open counts. */
    private static long atEnd(ConversationRun run, Conversation plan, long lastEvent) {
        return plan.settle().isZero() ? lastEvent : run.context().ticker().read();
    }

    private static void settle(ConversationRun run, Conversation plan, String after, Runnable then) {
        if (plan.settle().isZero()) {
            then.run();
        } else {
            new SettleRunner(run, plan.settle(), after, then).begin();
        }
    }

    private void steps(ConversationRun run, Conversation plan) {
        new StepRunner(run, judges, values, plan.steps(), lastEvent -> pings(run, plan, lastEvent)).next();
    }

    private void pings(ConversationRun run, Conversation plan, long lastEvent) {
        if (plan.heartbeat().pings() == 0 && plan.hold().isZero() && !plan.settlesAgain()) {
            run.succeed(lastEvent);
            return;
        }
        // Nobody waits for messages any more, but still for what breaks the connection.
        run.when(run.session().frames().broken(), never -> {});
        run.session().frames().dropMessages();
        PingExchange exchange = new PingExchange(run, random, plan.heartbeat().accept());
        run.go(
                plan.heartbeat().pings() == 0
                        ? () -> hold(run, plan, exchange, lastEvent)
                        : () -> new HeartbeatRunner(
                                        run,
                                        exchange,
                                        plan.heartbeat(),
                                        lastPong -> hold(run, plan, exchange, lastPong))
                                .begin());
    }

    private static void hold(ConversationRun run, Conversation plan, PingExchange exchange, long lastEvent) {
        if (plan.hold().isZero()) {
            end(run, plan, lastEvent);
        } else {
            run.go(() -> new HoldRunner(
                            run, exchange, plan.hold(), plan.heartbeat(), lastPong -> end(run, plan, lastPong))
                    .begin());
        }
    }

    private static void end(ConversationRun run, Conversation plan, long lastEvent) {
        if (plan.settlesAgain()) {
            settle(
                    run,
                    plan,
                    "the conversation",
                    () -> run.succeed(run.context().ticker().read()));
        } else {
            run.succeed(lastEvent);
        }
    }
}
