package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2, one of several on its connection, of which {@link Http2} tells when its client has gone.
 *
 * <p>A client can have hundreds of them, and need not read an answer to any. So each counts as held for its client, except
 * while the client waits for a probe.
 */
final class ClientStream implements RequestClient, ClientMemory.Holder {
    /** What a request and the head of its answer take at least. */
    static final int LEAST_BYTES = 4 * 1024;

    private final ConnectionThreads threads;
    private final ClientMemory memory;
    private final AbstractEndPoint connection;
    private final AtomicReference<@Nullable Runnable> watcher = new AtomicReference<>();
    private final Ticker ticker;
    private volatile long sinceNanos;
    private volatile boolean gone;
    private volatile boolean over;

    ClientStream(ConnectionThreads threads, ClientMemory memory, AbstractEndPoint connection, Ticker ticker) {
        this.threads = threads;
        this.memory = memory;
        this.connection = connection;
        this.ticker = ticker;
        this.sinceNanos = ticker.read();
        holds(LEAST_BYTES);
    }

    /** How long it has been under way while nobody but its client was waited for; null: a probe is. */
    @Nullable
    Duration waitsForClient() {
        return watcher.get() == null ? Duration.ofNanos(ticker.read() - sinceNanos) : null;
    }

    @Override
    public void watch(Runnable onGone) {
        holdsNoMore();
        watcher.set(onGone);
        if (gone) {
            tell();
        }
    }

    void gone() {
        gone = true;
        tell();
    }

    private void tell() {
        Runnable watching = watcher.getAndSet(null);
        if (watching != null) {
            watching.run();
        }
    }

    @Override
    public void unwatch() {
        sinceNanos = ticker.read();
        watcher.set(null);
        connection.notIdle();
        holds(LEAST_BYTES);
    }

    /** The answer has been sent, or never will be. */
    void ended() {
        over = true;
        holdsNoMore();
    }

    boolean isAwaited() {
        return watcher.get() != null;
    }

    @Override
    public void answerSoon(Runnable answer) {
        threads.answerSoon(answer);
    }

    @Override
    public void holds(int answerBytes) {
        memory.hold(this, answerBytes);
    }

    @Override
    public void holdsNoMore() {
        memory.release(this);
    }

    @Override
    public boolean isOpen() {
        return !over && connection.isOpen();
    }

    /** All of the connection: who does not read one answer reads none. */
    @Override
    public void close() {
        connection.close();
    }

    ConnectionThreads threads() {
        return threads;
    }
}
