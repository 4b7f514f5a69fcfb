package dev.websocketexporter.server.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client: what it has sent of a request, which of its requests are under way, and how long it may take
 * for what. With HTTP/1.1 it is the client of each of its requests as well. Safe for use by several threads.
 */
public final class ClientConnection extends WatchedSocket
        implements RequestClient, ClientStream.Owner, AnswerTime.Client {
    /**
     * The first time that a connection of HTTP/2 is idle, each of its streams that has an answer is reset, by a timer of its
     * own; the second time, Jetty takes its leave of the client.
     */
    private static final int POLITE_TIMES = 2;

    private final ConnectionContext context;
    private final RequestHead head;
    private final ClientRequests requests;
    private final ClientStreams streams = new ClientStreams();
    private final HeldBytes heads;
    private final HeldBytes answers;

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
        this.heads = new HeldBytes(context.memory(), this);
        this.answers = new HeldBytes(context.memory(), this);
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

    /** Of a request of HTTP/1.1. */
    AnswerTime newAnswer() {
        return new AnswerTime(context, getScheduler(), this);
    }

    /**
     * A request of HTTP/2, whose head is complete; null: the connection has its share already.
     *
     * @param headBytes of the head
     * @param reset ends it
     */
    @Nullable
    ClientStream newStream(String id, long headBytes, Consumer<ErrorCode> reset) {
        // From here on it counts as the stream's.
        headEnded();
        if (!hasRoomFor(0)) {
            return null;
        }
        ClientStream stream = new ClientStream(context, threads(), this, headBytes, reset);
        streams.came(id, stream);
        return stream;
    }

    @Override
    public boolean hasRoomFor(long counted) {
        return context.memory().hasRoomFor(this, counted, ClientStream.FEW * ClientStream.LEAST_BYTES);
    }

    /** The same once a handler is to see it, also if its client has reset it meanwhile. */
    ClientStream stream(String id) {
        ClientStream stream = streams.began(id);
        return stream == null ? ClientStream.gone(context, threads(), this) : stream;
    }

    /** The head of a request of HTTP/1.1 is complete. */
    void requestBegan(AnswerTime answer) {
        requests.began(answer);
        headEnded();
    }

    private void headEnded() {
        if (head.end()) {
            heads.release();
        }
    }

    /**
     * How long it has been waiting for (the rest of) a request, or for a client that does not take the answer; null: it has
     * a request, or is no HTTP any more.
     */
    @Nullable
    Duration waitsFor() {
        if (upper() instanceof WebSocketConnection) {
            return null;
        }
        Duration waits = requests.waitsFor();
        return waits == null ? streams.stalledFor() : waits;
    }

    /** What speaks with the client, with TLS below it or not. */
    private @Nullable Connection upper() {
        Connection connection = getConnection();
        return connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
    }

    @Override
    public void holds(int bytes) {
        answers.hold(bytes);
    }

    @Override
    public void holdsNoMore() {
        answers.release();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        try {
            super.onClose(cause);
        } finally {
            streams.allGone();
            context.memory().releaseAll(this);
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        Connection upper = upper();
        if (filled <= 0 || upper instanceof WebSocketConnection) {
            return filled;
        }
        long kept = kept(upper, filled);
        if (head.takesTooLong()) {
            close();
            return -1;
        }
        if (kept > 0) {
            heads.hold(kept);
        }
        return filled;
    }

    private long kept(@Nullable Connection upper, int filled) {
        // In this order: asking for HTTP/2 would load its classes, which nobody needs without TLS.
        if (!(upper instanceof HttpConnection) && upper instanceof HTTP2Connection http2) {
            if (head.endFrame(http2.getSession().getParser().getBeginNanoTime())) {
                heads.release();
            }
            return head.grow(filled);
        }
        // What follows a head while its answer is awaited is kept by nobody.
        return requests.areUnderWay() ? 0 : head.grow(filled);
    }

    /** HTTP/1.1 has no other answer to go on with. */
    @Override
    public void endAnswer() {
        close();
    }

    /** A request that waits for its answer is not idle: whatever it waits for has limits of its own. */
    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        if (requests.areAwaited()) {
            return;
        }
        if (!streams.haveBegun()) {
            super.onIdleExpired(timeout);
            return;
        }
        int times = streams.idleAgain();
        if (streams.areNone() && times <= POLITE_TIMES) {
            super.onIdleExpired(timeout);
        } else if (times > 1) {
            // Jetty would leave the connection alone, for ever if its client takes neither an answer nor its reset.
            context.executor().execute(this::close);
        }
    }
}
