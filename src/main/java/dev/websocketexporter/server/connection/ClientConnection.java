package dev.websocketexporter.server.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client: what it has sent of a request, which of its requests are under way, and how long it may take
 * for what. With HTTP/1.1 it is the client of each of its requests as well. Safe for use by several threads.
 */
public final class ClientConnection extends WatchedSocket implements RequestClient, ClientMemory.Holder {
    private final ConnectionContext context;
    private final RequestHead head;
    private final ClientRequests requests;
    private final ClientStreams streams = new ClientStreams();

    ClientConnection(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            ConnectionContext context) {
        super(channel, selector, key, scheduler, context);
        this.context = context;
        this.head = new RequestHead(context.ticker());
        this.requests = new ClientRequests(context.ticker());
    }

    @Override
    public void answerSoon(Runnable answer) {
        threads().answerSoon(answer);
    }

    ClientRequests requests() {
        return requests;
    }

    ClientStreams streams() {
        return streams;
    }

    ClientStream newStream() {
        return new ClientStream(threads(), context.memory(), this, context.ticker());
    }

    /** The head of a request is complete. */
    void requestBegan() {
        requests.began();
        if (head.end()) {
            context.memory().release(this);
        }
    }

    /**
     * How long it has been waiting for (the rest of) a request, or for a client that does not take the answer; null: it has
     * a request, or is no HTTP any more.
     */
    @Nullable
    Duration waitsFor() {
        if (isWebSocket()) {
            return null;
        }
        Duration waits = requests.waitsFor();
        return waits == null ? streams.stalledFor() : waits;
    }

    /** With TLS below it or not. */
    private boolean isWebSocket() {
        Connection connection = getConnection();
        Connection upper =
                connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
        return upper instanceof WebSocketConnection;
    }

    @Override
    public void holds(int answerBytes) {
        context.memory().hold(this, answerBytes);
    }

    @Override
    public void holdsNoMore() {
        context.memory().release(this);
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        try {
            super.onClose(cause);
        } finally {
            context.memory().release(this);
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled <= 0 || streams.haveBegun() || isWebSocket()) {
            return filled;
        }
        // What follows a head while its answer is awaited is kept by nobody.
        long kept = requests.areUnderWay() ? 0 : head.grow(filled);
        if (head.takesTooLong()) {
            close();
            return -1;
        }
        if (kept > 0) {
            context.memory().hold(this, kept);
        }
        return filled;
    }

    /** A request that waits for a probe is not idle: the probe's own budget bounds it. */
    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        if (!streams.areNone()) {
            // Jetty leaves a connection alone whose streams are not over, for ever if its client takes no answer.
            if (!streams.areAwaited()) {
                context.executor().execute(this::close);
            }
            return;
        }
        if (!isWatched()) {
            super.onIdleExpired(timeout);
        }
    }
}
