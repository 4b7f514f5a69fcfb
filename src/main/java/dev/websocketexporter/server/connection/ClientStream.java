package dev.websocketexporter.server.connection;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A request of HTTP/2, one of several on its connection, of which {@link Http2} tells when its client has gone. */
final class ClientStream implements RequestClient {
    private final Executor answers;
    private final AtomicReference<@Nullable Runnable> watcher = new AtomicReference<>();
    private volatile boolean gone;

    /** @param answers runs answers on the selector's thread */
    ClientStream(Executor answers) {
        this.answers = answers;
    }

    @Override
    public void watch(Runnable onGone) {
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
    }

    @Override
    public void answerSoon(Runnable answer) {
        answers.execute(answer);
    }
}
