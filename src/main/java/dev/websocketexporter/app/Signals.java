package dev.websocketexporter.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that this process understands: TERM and INT end it, HUP reloads the configuration.
 *
 * <p>They are handled as signals, not by a shutdown hook. Once the JVM runs its hooks, it handles no signal: a second
 * TERM would wait until the drain of the first one is over, the exit code would be 143, and HUP would end the process too.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final Duration LAST_WORDS = Duration.ofMillis(100);

    /** The exit code of a process that a signal ended is this plus the signal's number, as shells report it. */
    static final int ENDED_BY_SIGNAL = 128;

    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final IntConsumer halt;
    private final CompletableFuture<Runnable> reload = new CompletableFuture<>();

    /**
     * Creates an instance that handles no signal yet.
     *
     * @param halt ends the process at once, with the exit code as its argument
     */
    Signals(IntConsumer halt) {
        this.halt = halt;
    }

    /** Handles the signals of this process. */
    static Signals ofThisProcess() {
        Signals signals = new Signals(code -> {
            Logging.flush(LAST_WORDS);
            Runtime.getRuntime().halt(code);
        });
        handle("TERM", signals::ended);
        handle("INT", signals::ended);
        handle("HUP", (name, number) -> signals.hungUp());
        return signals;
    }

    /** If a signal cannot be handled (most on Windows, all with the option -Xrs), the JVM's own handling stays. */
    private static void handle(String name, ObjIntConsumer<String> handler) {
        try {
            JvmSignals.handle(name, handler);
        } catch (IllegalStateException e) {
            LOG.warn("a signal keeps the meaning that it has for the Java runtime", e);
        }
    }

    /** The first signal starts an orderly end; the second one ends the process at once. */
    void ended(String name, int number) {
        if (!end.complete("SIG" + name)) {
            LOG.atWarn().addKeyValue("signal", "SIG" + name).log("second signal, ending at once");
            halt.accept(ENDED_BY_SIGNAL + number);
        }
    }

    /** A signal before {@link #onHangUp} is remembered. */
    void hungUp() {
        CompletableFuture<Void> unused = reload.thenAccept(Runnable::run);
    }

    /** Sets what HUP does, which must not take long. Called once. */
    void onHangUp(Runnable what) {
        reload.complete(what);
    }

    /** Waits for the first signal that ends the process, and returns its name. */
    String awaitEnd() {
        return end.join();
    }
}
