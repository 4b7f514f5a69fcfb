package dev.websocketexporter.server.connection;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2, one of several on its connection. Jetty always reads such a connection, so that it reports a stream
 * that the client resets (RFC 9113 §5.4.2), and the end of the connection to each of its streams.
 */
final class ClientStream implements RequestClient {
    private final Request request;
    private final ClientConnection connection;
    private final AtomicReference<@Nullable Runnable> watcher = new AtomicReference<>();
    private final AtomicBoolean holds = new AtomicBoolean();

    ClientStream(Request request, ClientConnection connection) {
        this.request = request;
        this.connection = connection;
    }

    @Override
    public void watch(Runnable onGone) {
        watcher.set(onGone);
        if (holds.compareAndSet(false, true)) {
            connection.streamWaits();
        }
        request.addFailureListener(failure -> gone());
    }

    private void gone() {
        Runnable watching = watcher.getAndSet(null);
        release();
        if (watching != null) {
            watching.run();
        }
    }

    @Override
    public void unwatch() {
        watcher.set(null);
        release();
    }

    private void release() {
        if (holds.compareAndSet(true, false)) {
            connection.streamIsAnswered();
        }
    }

    @Override
    public void answerSoon(Runnable answer) {
        connection.answerSoon(answer);
    }
}
