package dev.websocketexporter.server.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A socket that can be watched while nobody reads from it.
 *
 * <p>Jetty reads nothing while a request is being handled, so that it does not learn that the client has gone (a FIN or
 * an RST). While there is a watcher, this reads ahead: the end of the stream is reported at once, and what comes before it
 * (a pipelined request) is kept and given to whoever reads next. It lies below HTTP, which does not notice it.
 *
 * <p>The socket has one registration for readability. It serves a reader (Jetty's connection), the watcher, or both, and
 * is never cancelled. Safe for use by several threads.
 */
abstract class WatchedSocket extends SocketChannelEndPoint {
    private final ConnectionThreads threads;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Callback whenReadable =
            Callback.from(InvocationType.NON_BLOCKING, this::onReadable, this::onNotReadable);

    private final ReadAhead readAhead = new ReadAhead();
    private @Nullable Callback reader;
    private @Nullable Runnable watcher;
    private boolean interestRegistered;

    WatchedSocket(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            ConnectionContext context) {
        super(channel, selector, key, scheduler);
        this.executor = context.executor();
        this.threads = new ConnectionThreads(selector, context);
    }

    ConnectionThreads threads() {
        return threads;
    }

    /**
     * Watches until {@link #unwatch}. One watcher at a time.
     *
     * @param onGone runs once, on any thread, when the client has gone; must not block
     */
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
    public void unwatch() {
        lock.lock();
        try {
            watcher = null;
        } finally {
            lock.unlock();
        }
        notIdle();
    }

    /** Makes no system call while the selector has yet to report that something has arrived. */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        lock.lock();
        try {
            if (interestRegistered && readAhead.isEmpty()) {
                return 0;
            }
            return readAhead.isEmpty() ? super.fill(buffer) : readAhead.moveTo(buffer);
        } finally {
            lock.unlock();
        }
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
                executor.execute(callback::succeeded);
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
            executor.execute(waiting::succeeded);
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
