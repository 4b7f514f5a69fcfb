package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.http.BodyText;
import dev.websocketexporter.engine.http.RefusalBody;
import dev.websocketexporter.engine.http.ResponseHead;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.upgrade.UpgradeHandler.UpgradeAnswer;
import dev.websocketexporter.probe.report.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of a refusal that was judged already: it often says the cause, such as "missing subprotocol". Judgement
 * and time of the phase are those of the head; the body is waited for only briefly, and never as long as the budget.
 */
final class RefusalHandler extends ChannelInboundHandlerAdapter {
    /** A body that is not there by then is left out. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** What the rest of the probe must have left of the budget, so that the deadline does not pass meanwhile. */
    private static final Duration RESERVE = Duration.ofMillis(20);

    private final PhaseContext context;
    private final @Nullable Failure fault;
    private final CompletableFuture<UpgradeAnswer> answered;
    private final RefusalBody body;
    private final long beganAt;
    private @Nullable ScheduledFuture<?> timer;

    private RefusalHandler(
            PhaseContext context,
            ResponseHead head,
            @Nullable Failure fault,
            CompletableFuture<UpgradeAnswer> answered) {
        this.context = context;
        this.fault = fault;
        this.answered = answered;
        this.body = new RefusalBody(head);
        this.beganAt = context.ticker().read();
    }

    /**
     * Completes the answer when the body has come, or there was time enough for it.
     *
     * @param fault what the judgement was; null: the module counts the refusal as the success
     */
    static void await(
            ChannelHandlerContext ctx,
            PhaseContext context,
            ResponseHead head,
            @Nullable Failure fault,
            CompletableFuture<UpgradeAnswer> answered) {
        RefusalHandler handler = new RefusalHandler(context, head, fault, answered);
        ctx.pipeline().replace(UpgradeHandler.NAME, UpgradeHandler.NAME, handler);
        if (handler.body.isComplete() || head.end() == ResponseHead.End.CONNECTION) {
            handler.finish();
        } else {
            handler.timer =
                    context.loop().schedule(handler::finish, handler.patience().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** A success needs no cause: of its body only what came with the head is in the log. */
    private Duration patience() {
        Duration most = context.remaining().minus(RESERVE);
        Duration wanted = fault == null || most.isNegative() ? Duration.ZERO : PATIENCE;
        return wanted.compareTo(most) > 0 && !most.isNegative() ? most : wanted;
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
        if (answered.isDone()) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        context.setAside(Duration.ofNanos(context.ticker().read() - beganAt));
        String text = BodyText.of(body, context.log()::withoutSecrets);
        if (text != null) {
            context.log().info("body of the response: " + text);
        }
        if (fault == null) {
            answered.complete(new UpgradeAnswer.Refused());
        } else {
            answered.completeExceptionally(new ProbeFailedException(text == null ? fault : withBody(fault, text)));
        }
    }

    private static Failure withBody(Failure fault, String text) {
        return new Failure(fault.phase(), fault.reason(), fault.detail() + "; body: " + text);
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
        finish();
        ctx.fireExceptionCaught(cause);
    }
}
