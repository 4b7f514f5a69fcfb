package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.frames.FrameDecoder;
import dev.websocketexporter.engine.frames.FrameSender;
import dev.websocketexporter.engine.frames.MessageAssembler;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.loop.WireTimestampHandler;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.session.FrameDispatcher.PongListener;
import dev.websocketexporter.engine.session.MessageQueue.Received;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes the frames that come after the upgrade, whenever they come: messages are kept for whoever asks, pings are
 * answered, and the end of the connection is known once and for all. Confined to the probe's event loop.
 */
public final class WebSocketFrameHandler extends ChannelInboundHandlerAdapter {
    static final String NAME = "inbox";

    private static final Set<Reason> VIOLATIONS =
            EnumSet.of(Reason.PROTOCOL_ERROR, Reason.INVALID_UTF8, Reason.MESSAGE_TOO_LARGE);

    private final PhaseContext context;
    private final WireTimestampHandler wire;
    private final ChannelConfig socket;
    private final FrameSender sender;
    private final MessageAssembler assembler;
    private final FrameDecoder decoder;
    private final MessageQueue queue;
    private final ConnectionCloseState end;
    private final Deque<Runnable> behindTheRest = new ArrayDeque<>();
    private final EventLoopBudget turn;
    private final FrameDispatcher receiver;

    /** What is not looked at yet: the beginning of a header, or what there is no room for. On the heap: no leak. */
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    /** What ended the connection behind what was not looked at yet. */
    private @Nullable Runnable lastWord;

    private boolean reading;
    private boolean removed;

    WebSocketFrameHandler(PhaseContext context, FrameSender sender, AgreedCompression agreed) {
        int maxMessageBytes = context.request().module().conversation().maxMessageBytes();
        this.context = context;
        this.wire = context.channel().wire();
        this.end = new ConnectionCloseState(wire);
        this.socket = context.channel().get().config();
        this.sender = sender;
        this.assembler = new MessageAssembler(maxMessageBytes, agreed);
        this.queue = new MessageQueue(maxMessageBytes);
        this.turn = new EventLoopBudget(context.loop(), context.ticker(), this::resume);
        this.receiver = new FrameDispatcher(context, sender, queue, end, turn);
        this.decoder = new FrameDecoder(assembler, receiver);
    }

    /**
     * The next data message. When all were taken, it fails with what ended the connection: a finding of the phase
     * conversation, or a bug.
     */
    public CompletableFuture<Received> next() {
        Received first = queue.poll();
        if (first != null) {
            readOn();
            return CompletableFuture.completedFuture(first);
        }
        Throwable cause = end.cause();
        return cause == null ? queue.await() : CompletableFuture.failedFuture(cause);
    }

    /** From now on pongs are told to this one. */
    public void pongs(PongListener listener) {
        receiver.pongs(listener);
    }

    /**
     * Fails as soon as the conversation cannot go on, and never completes otherwise. What stands behind messages that
     * there is no room for is not known yet: without {@link #dropMessages} it may come late.
     */
    public CompletableFuture<Void> broken() {
        return end.broken();
    }

    /** From now on messages are checked and counted, but not kept; those that nobody has taken are gone. */
    public void dropMessages() {
        receiver.drop();
        assembler.drop();
        readOn();
    }

    /** Completes with the peer's Close, or with what came instead of one. */
    CompletableFuture<CloseReport> ended() {
        return end.ended();
    }

    /** The tick at which the connection ended for us; null: it has not. */
    @Nullable
    public Long endedAt() {
        return end.tick();
    }

    /** What the server broke the protocol with; null: nothing. */
    @Nullable
    Failure violation() {
        return end.cause() instanceof ProbeFailedException failed
                        && VIOLATIONS.contains(failed.failure().reason())
                ? failed.failure()
                : null;
    }

    /** The data messages that came, taken or not. */
    public Traffic received() {
        return queue.traffic();
    }

    /** The tick at which the first data message was complete; null: none came. */
    @Nullable
    Long firstMessageAt() {
        return queue.firstAt();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        try {
            rest = rest.isReadable() ? rest : Unpooled.buffer(bytes.readableBytes());
            rest.writeBytes(bytes);
        } finally {
            bytes.release();
        }
        readOn();
    }

    /** Reads what there is room for; the socket is not read while there is none. */
    private void readOn() {
        if (reading || turn.isResting()) {
            return;
        }
        reading = true;
        turn.begin();
        try {
            decoder.read(rest);
        } catch (ProbeFailedException violation) {
            receiver.violated(violation);
        } finally {
            reading = false;
        }
        rest.discardSomeReadBytes();
        pace();
    }

    private void pace() {
        boolean room = receiver.looksAtAll();
        if (socket.isAutoRead() != room) {
            socket.setAutoRead(room);
        }
        if (room && lastWord != null) {
            lastWord.run();
        }
        if (!turn.isResting()) {
            for (Runnable next = behindTheRest.poll(); next != null; next = behindTheRest.poll()) {
                next.run();
            }
        }
        freeWhenOver();
    }

    private void resume() {
        try {
            readOn();
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endWithoutClose(null, "the connection ended");
        ctx.fireChannelInactive();
    }

    /** TLS knows an end of its own (RFC 8446 §6.1, close_notify), behind which nothing comes. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            endWithoutClose(null, "TLS ended");
        }
        ctx.fireUserEventTriggered(event);
    }

    /** A write failed: the connection is gone, and no Close will come. */
    void writeFailed(Throwable cause) {
        endWithoutClose(cause, "writing failed: " + ConnectionEnd.inWords(cause));
    }

    /** Why a write could not be done: what ended the connection, or what the write itself tells of that. */
    Throwable endSeenFromAWrite(Throwable cause) {
        return end.seenFromAWrite(cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ConnectionEnd.isEnd(cause) || cause instanceof DecoderException) {
            endWithoutClose(cause, ConnectionEnd.inWords(cause));
        } else {
            broken(cause);
        }
        ctx.fireExceptionCaught(cause);
    }

    /** Not the peer's doing. */
    private void broken(Throwable bug) {
        if (!end.hasCome()) {
            end.bug(bug);
            queue.end(bug);
        }
    }

    /** In what was not looked at yet there may be a Close: the end is then told when it was. */
    private void endWithoutClose(@Nullable Throwable cause, String how) {
        if (end.hasCome() || lastWord != null) {
            return;
        }
        long now = context.ticker().read();
        lastWord = () -> {
            if (!end.hasCome()) {
                context.log().info("no Close from the server: " + how);
                receiver.end(end.withoutClose(cause), new CloseReport(CloseCode.ABNORMAL, null, false), now);
            }
        };
        if (!reading && receiver.looksAtAll()) {
            lastWord.run();
        }
    }

    /** Does this when what has come was looked at, as far as there is room for it. */
    void behindTheRest(Runnable work) {
        if (reading || turn.isResting()) {
            behindTheRest.add(work);
        } else {
            work.run();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        sender.writable();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        removed = true;
        sender.free();
        freeWhenOver();
    }

    /** What waits for room may have to be decompressed yet. */
    private void freeWhenOver() {
        if (removed && receiver.looksAtAll()) {
            assembler.free();
        }
    }
}
