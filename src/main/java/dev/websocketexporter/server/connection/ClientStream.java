package dev.websocketexporter.server.connection;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2, one of several on its connection, of which {@link Http2} tells when its client has gone.
 *
 * <p>A client can have a hundred of them, and need not read an answer to any. So each counts as held for its connection from
 * its head on until the answer has gone out or never will, except while the client waits for a probe: those are bounded
 * elsewhere.
 */
final class ClientStream implements RequestClient, AnswerTime.Client {
    /** What a request and the head of its answer take at least, with all that Jetty and Javalin keep for them. */
    static final int LEAST_BYTES = 4 * 1024;

    /** The connection that has it. */
    interface Owner extends ClientMemory.Holder {
        /** Whether it holds less than its share beside a request for which so many bytes are held already. */
        boolean hasRoomFor(long counted);

        /** Something of it moves. */
        void notIdle();

        Scheduler getScheduler();
    }

    /** So many at once has each connection, however many others there are. */
    static final int FEW = 10;

    private final ConnectionThreads threads;
    private final Owner connection;
    private final HeldBytes held;
    private final long headBytes;
    private final Consumer<ErrorCode> reset;
    private final AnswerTime answer;
    private final AtomicReference<@Nullable Runnable> watcher = new AtomicReference<>();
    private volatile boolean begun;
    private volatile boolean gone;
    private volatile boolean over;

    /**
     * One whose head is complete.
     *
     * @param threads those of its connection
     * @param headBytes of the head
     * @param reset ends the stream
     */
    ClientStream(
            ConnectionContext context,
            ConnectionThreads threads,
            Owner connection,
            long headBytes,
            Consumer<ErrorCode> reset) {
        this.threads = threads;
        this.connection = connection;
        this.held = new HeldBytes(context.memory(), connection);
        this.headBytes = headBytes;
        this.reset = reset;
        this.answer = new AnswerTime(context, connection.getScheduler(), this);
        hold(LEAST_BYTES + headBytes);
    }

    /** One that has ended before a handler saw it. */
    static ClientStream gone(ConnectionContext context, ConnectionThreads threads, Owner connection) {
        ClientStream stream = new ClientStream(context, threads, connection, 0, code -> {});
        stream.gone();
        return stream;
    }

    AnswerTime answer() {
        return answer;
    }

    /** From now on it is a handler's, who ends it. */
    void begins() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /**
     * Handles it when it is its connection's turn, unless its client has gone before, or does not read what was made for it
     * already.
     *
     * @param giveUp runs instead then; must not block
     */
    void later(Runnable work, Runnable giveUp) {
        Runnable turn = () -> {
            watcher.set(null);
            if (!connection.hasRoomFor(held.bytes())) {
                reset.accept(ErrorCode.REFUSED_STREAM_ERROR);
                giveUp.run();
            } else {
                work.run();
            }
        };
        Runnable drop = () -> {
            if (threads.drop(turn)) {
                giveUp.run();
            }
        };
        if (gone) {
            giveUp.run();
            return;
        }
        watcher.set(drop);
        threads.later(turn);
        if (gone) {
            // In between, when there was nothing to drop yet.
            drop.run();
        }
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
        if (!begun) {
            ended();
        }
    }

    private void tell() {
        Runnable watching = watcher.getAndSet(null);
        if (watching != null) {
            watching.run();
        }
    }

    @Override
    public void unwatch() {
        watcher.set(null);
        connection.notIdle();
        hold(LEAST_BYTES + headBytes);
    }

    /** The answer has been sent, or never will be. */
    void ended() {
        over = true;
        holdsNoMore();
    }

    @Override
    public void answerSoon(Runnable answer) {
        threads.answerSoon(answer);
    }

    @Override
    public void holds(int bytes) {
        hold(bytes);
    }

    private void hold(long bytes) {
        held.hold(bytes);
        if (over) {
            held.release();
        }
    }

    @Override
    public void holdsNoMore() {
        held.release();
    }

    /** The others of its connection go on: it may be a proxy's. */
    @Override
    public void endAnswer() {
        reset.accept(ErrorCode.CANCEL_STREAM_ERROR);
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
