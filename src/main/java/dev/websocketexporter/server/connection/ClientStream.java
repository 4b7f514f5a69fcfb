package dev.websocketexporter.server.connection;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2, one of several on its connection, of which {@link Http2} tells when its client has gone.
 *
 * <p>A client can have hundreds of them, and need not read an answer to any. So each counts as held for its client, except
 * while the client waits for a probe.
 */
final class ClientStream implements RequestClient, ClientMemory.Holder, AnswerTime.Client {
    /** What a request and the head of its answer take at least, with all that Jetty and Javalin keep for them. */
    static final int LEAST_BYTES = 16 * 1024;

    private final ConnectionThreads threads;
    private final ClientMemory memory;
    private final AbstractEndPoint connection;
    private final Connection http2;
    private final String id;
    private final AnswerTime answer;
    private final AtomicReference<@Nullable Runnable> watcher = new AtomicReference<>();
    private volatile boolean gone;
    private volatile boolean over;

    /**
     * One whose request is complete.
     *
     * @param connection the lowest one
     * @param http2 the one above it that has the streams
     * @param id the number of the stream
     */
    ClientStream(
            ConnectionContext context,
            ConnectionThreads threads,
            AbstractEndPoint connection,
            Connection http2,
            String id) {
        this.threads = threads;
        this.memory = context.memory();
        this.connection = connection;
        this.http2 = http2;
        this.id = id;
        this.answer = new AnswerTime(context, connection.getScheduler(), this);
        holds(LEAST_BYTES);
    }

    AnswerTime answer() {
        return answer;
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
        watcher.set(null);
        connection.notIdle();
        holds(LEAST_BYTES);
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
        memory.hold(this, bytes);
    }

    @Override
    public void holdsNoMore() {
        memory.release(this);
    }

    @Override
    public boolean isOpen() {
        return !over && connection.isOpen();
    }

    /** The others of its connection go on: it may be a proxy's. */
    @Override
    public void endAnswer() {
        Stream stream =
                http2 instanceof HTTP2Connection streams ? streams.getSession().getStream(Integer.parseInt(id)) : null;
        if (stream != null) {
            stream.reset(new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
        }
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
