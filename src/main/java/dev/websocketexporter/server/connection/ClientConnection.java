package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
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
public final class ClientConnection extends SocketChannelEndPoint implements RequestClient {
    /** How long a client may take to send the head of a request, however slowly it trickles. */
    static final Duration LONGEST_HEAD = Duration.ofSeconds(30);

    private final Executor executor;
    private final Ticker ticker;
    private final ConnectionThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Callback whenReadable =
            Callback.from(InvocationType.NON_BLOCKING, this::onReadable, this::onNotReadable);

    private final ReadAhead readAhead = new ReadAhead();
    private @Nullable Callback reader;
    private @Nullable Runnable watcher;
    private @Nullable Long headBeganNanos;
    private boolean interestRegistered;
    private volatile boolean used;
    private volatile boolean multiplexed;
    private final AtomicInteger waitingStreams = new AtomicInteger();

    ClientConnection(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Context context) {
        super(channel, selector, key, scheduler);
        this.executor = context.executor();
        this.ticker = context.ticker();
        this.threads = new ConnectionThreads(selector, executor, context.reading());
    }

    /**
     * What all connections share.
     *
     * @param executor runs readers
     * @param ticker measures how long a head takes
     * @param reading where readers run that never block
     */
    public record Context(Executor executor, Ticker ticker, Reading reading) {}

    /** Where readers run that never block. */
    public enum Reading {
        /** On the selector's thread, which is awake anyway. */
        BY_THE_SELECTOR,
        /** On the pool: a handshake of TLS takes milliseconds, which all other connections would wait for. */
        BY_THE_POOL
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

    /** From now on several requests may be under way, and what arrives need not be part of a head. */
    void becomesMultiplexed() {
        multiplexed = true;
    }

    /** One of several requests waits for its answer. */
    void streamWaits() {
        waitingStreams.incrementAndGet();
    }

    void streamIsAnswered() {
        waitingStreams.decrementAndGet();
        notIdle();
    }

    /** The head of a request is complete. */
    void requestBegan() {
        used = true;
        lock.lock();
        try {
            headBeganNanos = null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a request came on it. */
    boolean hasBeenUsed() {
        return used;
    }

    /** Makes no system call while the selector has yet to report that something has arrived. */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        lock.lock();
        try {
            if (interestRegistered && readAhead.isEmpty()) {
                return 0;
            }
            int filled = readAhead.isEmpty() ? super.fill(buffer) : readAhead.moveTo(buffer);
            return filled > 0 && !multiplexed && headTakesTooLong() ? -1 : filled;
        } finally {
            lock.unlock();
        }
    }

    private boolean headTakesTooLong() {
        long now = ticker.read();
        if (headBeganNanos == null) {
            headBeganNanos = now;
            return false;
        }
        if (now - headBeganNanos <= LONGEST_HEAD.toNanos()) {
            return false;
        }
        close();
        return true;
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

    /** A request that waits for a probe is not idle: the probe's own budget bounds it. */
    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        if (waitingStreams.get() > 0) {
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
