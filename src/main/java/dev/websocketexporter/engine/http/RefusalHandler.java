package dev.websocketexporter.engine.http;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.StreamEndException;
import dev.websocketexporter.probe.report.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of a refusal that was judged already: it often names the cause, such as "missing subprotocol". Judgement
 * and time of the phase are those of the head; the body is awaited only briefly, and never as long as the budget.
 */
public final class RefusalHandler extends ChannelInboundHandlerAdapter {
    /** A body that is not there by then is left out. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** What the rest of the probe must have left of the budget, so that the deadline does not pass meanwhile. */
    private static final Duration RESERVE = Duration.ofMillis(20);

    private final PhaseContext context;
    private final RefusalBody body;
    private final CompletableFuture<String> shown = new CompletableFuture<>();
    private final long beganAt;
    private @Nullable ScheduledFuture<?> timer;

    private RefusalHandler(PhaseContext context, RefusalBody body) {
        this.context = context;
        this.body = body;
        this.beganAt = context.ticker().read();
    }

    /**
     * Fails with the refusal when its body has come, or there was time enough for it; its words are then in the detail.
     *
     * @param ctx of the handler that judged the head, which this one replaces
     * @param refusal given what there is to show of the body, which may tell the cause; empty when there is nothing
     */
    public static void fail(
            ChannelHandlerContext ctx,
            PhaseContext context,
            ResponseHead head,
            Function<String, Failure> refusal,
            CompletableFuture<?> answer) {
        CompletableFuture<Void> unused = await(ctx, context, head, PATIENCE).thenAccept(text -> {
            Failure failure = refusal.apply(text);
            answer.completeExceptionally(new ProbeFailedException(
                    text.isEmpty() ? failure : failure.withDetail(failure.detail() + "; body: " + text)));
        });
    }

    /** The same for a refusal that is a success, which needs no cause: only what came with the head is in the log. */
    public static <T> void succeed(
            ChannelHandlerContext ctx,
            PhaseContext context,
            ResponseHead head,
            Function<String, T> value,
            CompletableFuture<T> answer) {
        CompletableFuture<Void> unused =
                await(ctx, context, head, Duration.ZERO).thenAccept(text -> answer.complete(value.apply(text)));
    }

    /** Completes with what there is to show of the body; empty when there is nothing. */
    private static CompletableFuture<String> await(
            ChannelHandlerContext ctx, PhaseContext context, ResponseHead head, Duration most) {
        RefusalHandler handler = new RefusalHandler(context, new RefusalBody(head));
        ctx.pipeline().replace(ctx.handler(), ctx.name(), handler);
        if (handler.body.isComplete()) {
            handler.finish();
        } else {
            Duration left = context.remaining().minus(RESERVE);
            Duration patience = left.compareTo(most) < 0 ? left : most;
            handler.timer =
                    context.loop().schedule(handler::finish, Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        }
        return handler.shown;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ByteBuf bytes) {
                body.take(bytes);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
        if (body.isComplete()) {
            finish();
        }
    }

    private void finish() {
        if (shown.isDone()) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        context.setAside(Duration.ofNanos(context.ticker().read() - beganAt), "the rest of an answer");
        String text = BodyText.of(body, context.log()::withoutSecrets);
        if (text != null) {
            context.log().info("body of the response: " + text);
        }
        shown.complete(text == null ? "" : text);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        body.end();
        finish();
        ctx.fireChannelInactive();
    }

    /** The refusal is known, and what broke the connection after it says nothing more. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof StreamEndException) {
            body.end();
        }
        finish();
        ctx.fireExceptionCaught(cause);
    }
}
