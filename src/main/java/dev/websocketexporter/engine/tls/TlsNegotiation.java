package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.ProbeChannel;
import dev.websocketexporter.engine.run.SocketEnd;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.run.Writes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** One TLS handshake on a run's channel. Judges nothing. Confined to the run's event loop. */
final class TlsNegotiation {
    private static final long NO_HELLO = Long.MIN_VALUE;

    private final HandshakeFacts facts;
    private final CompletableFuture<Completed> completed = new CompletableFuture<>();

    /** The tick of the last bytes that came before the ClientHello was sent, such as those of a proxy. */
    private final long readBefore;

    /**
     * How the handshake ended.
     *
     * @param session what was negotiated; null when it broke
     * @param broken what broke it; null when nothing did
     */
    record Completed(
            @Nullable NegotiatedSession session, @Nullable Throwable broken) {}

    private TlsNegotiation(HandshakeFacts facts, long readBefore) {
        this.facts = facts;
        this.readBefore = readBefore;
    }

    /** Sends the ClientHello. */
    static TlsNegotiation start(ProbeChannel owned, TlsContext tlsContext, ServerName name) {
        Channel channel = owned.get();
        if (!owned.isUsable()) {
            // While the client certificate was read, the peer closed the connection.
            TlsNegotiation ended = new TlsNegotiation(new HandshakeFacts(), NO_HELLO);
            Throwable fault = owned.fault();
            ended.completed.complete(new Completed(null, fault == null ? new ClosedChannelException() : fault));
            return ended;
        }
        // From here on nothing may fail until the handler has the engine: native memory, which the handler releases.
        SSLEngine engine = tlsContext.newEngine(channel.alloc(), name.sni());
        TlsNegotiation negotiation = new TlsNegotiation(
                tlsContext.recorder().watch(engine), owned.wire().lastReadAt());
        channel.closeFuture().addListener(closed -> tlsContext.recorder().forget(engine));
        // A renegotiation may still come; but the certificates of this handshake are not needed any more.
        owned.beforeHandover(() -> {
            HandshakeFacts unused = tlsContext.recorder().watch(engine);
        });
        SslHandler handler = handler(engine);
        Writes.on(handler.handshakeFuture(), negotiation.completed, done -> {
            // What the peer sends early is kept for the phase that waits for it.
            channel.config().setAutoRead(false);
            negotiation.completed.complete(outcome(engine, done.cause()));
        });
        ChannelPipeline pipeline = channel.pipeline();
        FlowControlHandler heldBack = new FlowControlHandler();
        pipeline.addBefore(TailHandler.NAME, null, heldBack);
        pipeline.addBefore(pipeline.context(heldBack).name(), null, handler);
        channel.config().setAutoRead(true);
        return negotiation;
    }

    private static SslHandler handler(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        // One deadline rules the probe; Netty's own would be a second.
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(SocketEnd.FAREWELL_MILLIS);
        return handler;
    }

    private static Completed outcome(SSLEngine engine, @Nullable Throwable broken) {
        return broken == null ? new Completed(NegotiatedSession.complete(engine), null) : new Completed(null, broken);
    }

    /** Whether not one byte has come in answer to the ClientHello. */
    boolean isUnanswered(ProbeChannel owned) {
        return owned.wire().lastReadAt() == readBefore;
    }

    HandshakeFacts facts() {
        return facts;
    }

    /** Completes, never exceptionally, when the handshake is over. */
    CompletableFuture<Completed> completed() {
        return completed;
    }
}
