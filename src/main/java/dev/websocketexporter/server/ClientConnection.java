package dev.websocketexporter.server;

import dev.websocketexporter.probe.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a client, which can be watched while a request waits for its answer.
 *
 * <p>Jetty reads nothing while a request is being handled, so that it does not learn that the client has gone (a FIN or
 * an RST). While somebody watches, this reads ahead: the end of the stream is told at once, and what comes before it (a
 * pipelined request) is kept and given to whoever reads next. It lies below TLS and HTTP, so that both work as ever.
 *
 * <p>The one interest in readability that the socket has is shared: it is registered for a reader (Jetty's connection),
 * for the watcher, or for both, and never taken back.
 */
final class ClientConnection extends SocketChannelEndPoint {
    /** The most that is read ahead; a client that sent more is not watched any further. */
    static final int MOST_KEPT_BYTES = 16 * 1024;

    /** How long a client may take to send the head of a request, however slowly it trickles. */
    static final Duration LONGEST_HEAD = Duration.ofSeconds(30);

    private final Executor executor;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Callback whenReadable =
            Callback.from(InvocationType.NON_BLOCKING, this::onReadable, this::onNotReadable);
    private final ManagedSelector selector;

    private @Nullable ByteBuffer kept;
    private @Nullable Callback reader;
    private @Nullable Runnable watcher;
    private @Nullable Long headBeganNanos;
    private boolean interestRegistered;

    /** Who reads a request that has just come, as long as nobody has taken the turn. */
    private volatile @Nullable Thread turn;

    /** Who answers behind {@link #answerSoon}; what is to follow waits in {@link #following}, which is this thread's. */
    private volatile @Nullable Thread answering;

    private @Nullable Runnable following;

    ClientConnection(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Context context) {
        super(channel, selector, key, scheduler);
        this.selector = selector;
        this.executor = context.executor();
        this.ticker = context.ticker();
    }

    /**
     * What all connections share.
     *
     * @param executor runs readers
     * @param ticker measures how long a head takes
     */
    record Context(Executor executor, Ticker ticker) {}

    /**
     * Watches until {@link #unwatch}. One watcher at a time.
     *
     * @param onGone runs once, on any thread, when the client has ended or reset the connection; must not block
     */
    void watch(Runnable onGone) {
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
    void unwatch() {
        lock.lock();
        try {
            watcher = null;
        } finally {
            lock.unlock();
        }
        notIdle();
    }

    /** The head of a request is complete. */
    void requestBegan() {
        lock.lock();
        try {
            headBeganNanos = null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the request at hand may be handled on the thread that read it, which is the selector's: once for each time
     * that something has come, so that a client that sends requests without end does not keep the thread from others.
     */
    boolean takeTurn() {
        if (turn != Thread.currentThread()) {
            return false;
        }
        turn = null;
        return true;
    }

    /** Has an answer given on the selector's thread, which is awake anyway as long as there is much to do. */
    void answerSoon(Runnable answer) {
        selector.submit(selecting -> answerNow(answer));
    }

    private void answerNow(Runnable answer) {
        answering = Thread.currentThread();
        try {
            answer.run();
        } finally {
            answering = null;
            Runnable next = following;
            following = null;
            if (next != null) {
                next.run();
            }
        }
    }

    /** Runs what follows on an answer: behind it on the same thread if that is the selector's, else on the pool. */
    void follow(Runnable next) {
        if (answering == Thread.currentThread()) {
            following = next;
        } else {
            executor.execute(next);
        }
    }

    /** Asks the system nothing while the selector has yet to tell of something that came. */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        lock.lock();
        try {
            if (interestRegistered && !BufferUtil.hasContent(kept)) {
                return 0;
            }
            int filled = BufferUtil.hasContent(kept) ? takeKept(buffer) : super.fill(buffer);
            return filled > 0 && headTakesTooLong() ? -1 : filled;
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
            if (BufferUtil.hasContent(kept)) {
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
                gone = readAhead();
            }
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            letRead(waiting);
        }
        if (gone != null) {
            gone.run();
        }
    }

    private void letRead(Callback waiting) {
        if (Invocable.getInvocationType(waiting) != InvocationType.NON_BLOCKING) {
            executor.execute(waiting::succeeded);
            return;
        }
        turn = Thread.currentThread();
        try {
            waiting.succeeded();
        } finally {
            turn = null;
        }
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

    /** Returns whom to tell that the client has gone; null while it has not. */
    private @Nullable Runnable readAhead() {
        ByteBuffer buffer = kept;
        if (buffer == null) {
            buffer = BufferUtil.allocate(MOST_KEPT_BYTES);
            kept = buffer;
        }
        int filled;
        try {
            filled = super.fill(buffer);
        } catch (IOException e) {
            // A reset; Jetty's own next read meets the same and closes the connection.
            filled = -1;
        }
        if (filled < 0) {
            Runnable gone = watcher;
            watcher = null;
            return gone;
        }
        if (BufferUtil.space(buffer) > 0) {
            registerInterest();
        }
        return null;
    }

    private int takeKept(ByteBuffer buffer) {
        ByteBuffer from = kept;
        int position = BufferUtil.flipToFill(buffer);
        int taken = from == null ? 0 : BufferUtil.put(from, buffer);
        BufferUtil.flipToFlush(buffer, position);
        if (!BufferUtil.hasContent(from)) {
            kept = null;
        }
        return taken;
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
}
