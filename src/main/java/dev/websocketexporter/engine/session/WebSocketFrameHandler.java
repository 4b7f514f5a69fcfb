package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.frames.FrameDecoder;
import dev.websocketexporter.engine.frames.FrameSender;
import dev.websocketexporter.engine.frames.MessageAssembler;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.ConnectionFault;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.engine.session.MessageQueue.Received;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.value.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives the frames that arrive after the upgrade, whenever they arrive: keeps messages until they are asked for,
 * answers pings, and records once how the connection ended. Confined to the probe's event loop.
 */
public final class WebSocketFrameHandler extends ChannelInboundHandlerAdapter {
    static final String NAME = "websocket-frames";

    private final PhaseContext context;
    private final ChannelConfig socket;
    private final FrameSender sender;
    private final MessageAssembler assembler;
    private final FrameDecoder decoder;
    private final MessageQueue queue;
    private final ConnectionCloseState closeState;
    private final Deque<Runnable> afterTheRest = new ArrayDeque<>();
    private final EventLoopBudget budget;
    private final FrameDispatcher dispatcher;
    private final SessionMemory memory;
    private UnreadBytes rest;

    /** How the connection ended, while bytes before that end are still unread. */
    private @Nullable EndWithoutClose pendingEnd;

    private boolean reading;
    private boolean removed;
    private boolean handedOver;

    WebSocketFrameHandler(PhaseContext context, FrameSender sender, AgreedCompression agreed, SessionMemory memory) {
        int maxMessageBytes = context.request().module().conversation().maxMessageBytes();
        this.context = context;
        this.closeState = new ConnectionCloseState(context.channel().wire());
        this.socket = context.channel().get().config();
        this.sender = sender;
        this.memory = memory;
        this.rest = new UnreadBytes(memory);
        this.assembler = new MessageAssembler(maxMessageBytes, agreed, memory);
        this.queue = new MessageQueue(maxMessageBytes, memory);
        this.budget = new EventLoopBudget(context.probeLoop(), this::resume);
        this.dispatcher = new FrameDispatcher(context, sender, queue, closeState, budget);
        this.decoder = new FrameDecoder(assembler, dispatcher);
    }

    /**
     * The next data message. When all were taken, it fails with what ended the connection: a failure of the phase
     * conversation, or a bug.
     */
    public CompletableFuture<Received> next() {
        if (!queue.isEmpty()) {
            if (!budget.goesOn()) {
                return queue.await();
            }
            Received first = queue.poll();
            if (queue.isEmpty()) {
                readOn();
            }
            return CompletableFuture.completedFuture(first);
        }
        Throwable cause = closeState.cause();
        return cause == null ? queue.await() : CompletableFuture.failedFuture(cause);
    }

    /** From now on this listener is called for each pong, with the payload and the tick at which it came off the socket. */
    public void pongs(ObjLongConsumer<Bytes> listener) {
        dispatcher.pongs(listener);
    }

    /**
     * Fails as soon as the conversation cannot go on, and never completes otherwise. What follows messages that there
     * is no room for is not known yet: without {@link #dropMessages} it may come late.
     */
    public CompletableFuture<Void> broken() {
        return closeState.broken();
    }

    /** From now on messages are checked and counted, but not kept; those not taken yet are dropped. */
    public void dropMessages() {
        dispatcher.drop();
        assembler.drop();
        readOn();
    }

    /** The connection ends for what the exporter does not have. */
    void violated(ProbeFailedException why) {
        dispatcher.violated(why);
    }

    /** From now on nothing is parsed or read, not even in the call that is parsing now. */
    void pause() {
        dispatcher.pause();
        if (!reading) {
            pace();
        }
    }

    /** After {@link #pause}, and not while bytes are parsed: gives away what there is of the connection. */
    Handover handOver() {
        handedOver = true;
        UnreadBytes given = rest;
        rest = new UnreadBytes(memory);
        Handover.End end = closeState.known(context, EndWithoutClose.given(pendingEnd));
        return new Handover(decoder, assembler, memory, queue.drain(), given, end);
    }

    /** How the connection ended, once it has. */
    ConnectionCloseState closeState() {
        return closeState;
    }

    /** The tick at which the connection ended for the probe; null: it has not. */
    @Nullable
    public Long endedAt() {
        return closeState.tick();
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
            rest.add(bytes);
        } catch (ProbeFailedException noRoom) {
            decoder.end();
            dispatcher.violated(noRoom);
        } finally {
            bytes.release();
        }
        if (!budget.isResting()) {
            budget.begin();
        }
        readOn();
    }

    /** Reads what there is room for; the socket is not read while there is none. */
    private void readOn() {
        if (reading || budget.isResting()) {
            return;
        }
        reading = true;
        try {
            if (rest.isReadable()) {
                decoder.read(rest.buffer());
            }
        } catch (ProbeFailedException violation) {
            dispatcher.violated(violation);
        } finally {
            reading = false;
        }
        rest.forgetRead();
        pace();
    }

    private void pace() {
        boolean room = dispatcher.looksAtAll();
        if (socket.isAutoRead() != room) {
            socket.setAutoRead(room);
        }
        if (room && pendingEnd != null) {
            pendingEnd.note(context, closeState, dispatcher);
        }
        if (!budget.isResting()) {
            for (Runnable next = afterTheRest.poll(); next != null; next = afterTheRest.poll()) {
                next.run();
            }
        }
        freeWhenOver();
    }

    private void resume() {
        if (handedOver) {
            return;
        }
        try {
            queue.serve();
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

    /** TLS has an end of its own (RFC 8446 §6.1, close_notify), and nothing follows it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            endWithoutClose(null, "TLS ended");
        }
        ctx.fireUserEventTriggered(event);
    }

    /** A write failed: the connection is gone, and no Close will come. */
    void writeFailed(Throwable cause) {
        endWithoutClose(cause, "writing failed: " + ConnectionFault.inWords(cause));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ConnectionEnd.isEnd(cause) || cause instanceof DecoderException) {
            endWithoutClose(cause, ConnectionFault.inWords(cause));
        } else {
            broken(cause);
        }
        ctx.fireExceptionCaught(cause);
    }

    /** A bug of the exporter, not an end that the peer caused. */
    private void broken(Throwable bug) {
        if (!closeState.isKnown()) {
            closeState.bug(bug);
            queue.end(bug);
        }
    }

    /** The bytes not parsed yet may hold a Close, which wins: this end counts only after them, with the tick of now. */
    private void endWithoutClose(@Nullable Throwable cause, String how) {
        if (closeState.isKnown() || pendingEnd != null) {
            return;
        }
        pendingEnd = new EndWithoutClose(
                cause, how, dispatcher.comesFirst(), context.ticker().read());
        if (!reading && dispatcher.looksAtAll()) {
            pendingEnd.note(context, closeState, dispatcher);
        }
    }

    /** Runs this after the bytes that have arrived were parsed, as far as there is room for them. */
    void afterTheRest(Runnable work) {
        if (reading || budget.isResting()) {
            afterTheRest.add(work);
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

    /** The bytes that wait for room may still have to be decompressed. */
    private void freeWhenOver() {
        if (!handedOver && removed && dispatcher.looksAtAll()) {
            assembler.free();
            if (dispatcher.isDropping()) {
                memory.close();
            }
        }
    }
}
