package dev.websocketexporter.server.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a client, which can be watched while a request waits for its answer.
 *
 * <p>Jetty reads nothing while a request is being handled, so that it does not learn that the client has gone (a FIN or
 * an RST). While there is a watcher, this reads ahead: the end of the stream is reported at once, and what comes before it
 * (a pipelined request) is kept and given to whoever reads next. It lies below HTTP, which does not notice it.
 *
 * <p>The socket has one registration for readability. It serves a reader (Jetty's connection), the watcher, or both, and
 * is never cancelled. Safe for use by several threads.
 */
public final class ClientConnection extends SocketChannelEndPoint implements RequestClient, ClientMemory.Holder {
    private final ConnectionContext context;
    private final ConnectionThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Callback whenReadable =
            Callback.from(InvocationType.NON_BLOCKING, this::onReadable, this::onNotReadable);

    private final ReadAhead readAhead = new ReadAhead();
    private final RequestHead head;
    private @Nullable Callback reader;
    private @Nullable Runnable watcher;
    private boolean interestRegistered;
    private final ClientRequests requests;
    private final ClientStreams streams = new ClientStreams();

    ClientConnection(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            ConnectionContext context) {
        super(channel, selector, key, scheduler);
        this.context = context;
        this.head = new RequestHead(context.ticker());
        this.threads = new ConnectionThreads(selector, context);
        this.requests = new ClientRequests(context.ticker());
    }

    @Override
    public void watch(Runnable onGone) {
        if (isInputShutdown()) {
            onGone.run();
            return;
        }
        lock.lock();
        try {
            watcher = onGone;
            registerInterest();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watch; from here on whoever reads gets what was kept, then what the socket has. */
    @Override
    public void unwatch() {
        lock.lock();
        try {
            watcher = null;
        } finally {
            lock.unlock();
        }
        notIdle();
    }

    @Override
    public void answerSoon(Runnable answer) {
        threads.answerSoon(answer);
    }

    ConnectionThreads threads() {
        return threads;
    }

    ClientMemory memory() {
        return context.memory();
    }

    ClientRequests requests() {
        return requests;
    }

    ClientStreams streams() {
        return streams;
    }

    ClientStream newStream() {
        return new ClientStream(threads, context.memory(), this, context.ticker());
    }

    /** The head of a request is complete. */
    void requestBegan() {
        requests.began();
        boolean large;
        lock.lock();
        try {
            large = head.end();
        } finally {
            lock.unlock();
        }
        if (large) {
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

    /** Makes no system call while the selector has yet to report that something has arrived. */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled;
        long kept;
        lock.lock();
        try {
            if (interestRegistered && readAhead.isEmpty()) {
                return 0;
            }
            filled = readAhead.isEmpty() ? super.fill(buffer) : readAhead.moveTo(buffer);
            if (filled <= 0 || streams.haveBegun() || isWebSocket()) {
                return filled;
            }
            // What follows a head while its answer is awaited is kept by nobody.
            kept = requests.areUnderWay() ? 0 : head.grow(filled);
            if (head.takesTooLong()) {
                close();
                return -1;
            }
        } finally {
            lock.unlock();
        }
        if (kept > 0) {
            context.memory().hold(this, kept);
        }
        return filled;
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!tryFillInterested(callback)) {
            throw new ReadPendingException();
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        lock.lock();
        try {
            if (reader != null) {
                return false;
            }
            if (!readAhead.isEmpty()) {
                context.executor().execute(callback::succeeded);
                return true;
            }
            reader = callback;
            registerInterest();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isFillInterested() {
        lock.lock();
        try {
            return reader != null;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            if (watcher != null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        super.onIdleExpired(timeout);
    }

    /** Closes it, unless a request has arrived that was not looked at yet: that one is read now. */
    void closeIfSilent() {
        Callback waiting;
        lock.lock();
        try {
            waiting = reader;
            if (waiting == null) {
                return;
            }
            if (super.fill(readAhead.buffer()) > 0) {
                reader = null;
            } else {
                waiting = null;
            }
        } catch (IOException e) {
            waiting = null;
        } finally {
            lock.unlock();
        }
        if (waiting == null) {
            close();
        } else {
            context.executor().execute(waiting::succeeded);
        }
    }

    private void registerInterest() {
        if (!interestRegistered) {
            interestRegistered = true;
            super.fillInterested(whenReadable);
        }
    }

    private void onReadable() {
        Callback waiting;
        Runnable gone = null;
        lock.lock();
        try {
            interestRegistered = false;
            waiting = reader;
            reader = null;
            if (waiting == null && watcher != null) {
                gone = fillReadAhead();
            }
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            threads.letRead(waiting);
        }
        if (gone != null) {
            gone.run();
        }
    }

    /** Returns the watcher if the client has gone; null as long as it has not. */
    private @Nullable Runnable fillReadAhead() {
        int filled;
        try {
            filled = super.fill(readAhead.buffer());
        } catch (IOException e) {
            // A reset; Jetty's own next read fails with the same and closes the connection.
            filled = -1;
        }
        if (filled < 0) {
            Runnable gone = watcher;
            watcher = null;
            return gone;
        }
        if (!readAhead.isFull()) {
            registerInterest();
        }
        return null;
    }

    private void onNotReadable(Throwable cause) {
        Callback waiting;
        Runnable gone;
        lock.lock();
        try {
            interestRegistered = false;
            waiting = reader;
            reader = null;
            gone = watcher;
            watcher = null;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.failed(cause);
        }
        if (gone != null) {
            gone.run();
        }
    }
}
