package dev.websocketexporter.server.handlers;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * One connection of {@code /echo}. The next message is read when the last one was sent, so that a client that does not read
 * fills no memory here. Public, since Jetty calls its methods by reflection; of no use outside.
 */
public final class EchoSession implements Session.Listener {
    private final Consumer<EchoSession> onEnd;
    private final Scheduler scheduler;
    private final Duration longest;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Scheduler.@Nullable Task closing;
    private volatile @Nullable Session session;

    EchoSession(Consumer<EchoSession> onEnd, Scheduler scheduler, Duration longest) {
        this.onEnd = onEnd;
        this.scheduler = scheduler;
        this.longest = longest;
    }

    /** Releases the connection's place; once, however often it is called. */
    void release() {
        if (ended.compareAndSet(false, true)) {
            Scheduler.Task task = closing;
            if (task != null) {
                task.cancel();
            }
            onEnd.accept(this);
        }
    }

    /** Sends a Close frame and disconnects without waiting for the answer. */
    void leave() {
        Session open = session;
        if (open != null) {
            open.close(
                    StatusCode.SHUTDOWN,
                    "the exporter is shutting down",
                    Callback.from(open::disconnect, failure -> open.disconnect()));
        }
    }

    @Override
    public void onWebSocketOpen(Session session) {
        closing = scheduler.schedule(
                () -> session.close(
                        StatusCode.NORMAL,
                        "an echo connection lasts " + longest.toSeconds() + " s",
                        Callback.from(() -> {}, failure -> session.disconnect())),
                longest.toMillis(),
                TimeUnit.MILLISECONDS);
        this.session = session;
        session.demand();
    }

    @Override
    public void onWebSocketText(String message) {
        Session open = session();
        open.sendText(message, Callback.from(open::demand, failure -> open.disconnect()));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        Session open = session();
        open.sendBinary(
                payload,
                Callback.from(
                        () -> {
                            callback.succeed();
                            open.demand();
                        },
                        failure -> {
                            callback.fail(failure);
                            open.disconnect();
                        }));
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        release();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        release();
    }

    private Session session() {
        Session open = session;
        if (open == null) {
            throw new IllegalStateException("a message came before the connection was open");
        }
        return open;
    }
}
