package dev.websocketexporter.app;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that this process understands: TERM and INT end it, HUP reloads the configuration.
 *
 * <p>They are handled as signals, not by a shutdown hook. Once the JVM runs its hooks it is deaf: a second TERM would
 * wait for the first one's drain instead of ending it, the exit code would be 143, and HUP would end the process too.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    /** What a shell shows for a process that a signal has ended: this and the signal's number. */
    private static final int ENDED_BY_SIGNAL = 128;

    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final IntConsumer halt;
    private final CompletableFuture<Runnable> reload = new CompletableFuture<>();

    /**
     * Listens to nobody yet.
     *
     * @param halt ends the process at once, with the exit code that it is given
     */
    Signals(IntConsumer halt) {
        this.halt = halt;
    }

    /** Takes the signals of this process from the JVM. */
    static Signals ofThisProcess() {
        Signals signals = new Signals(Runtime.getRuntime()::halt);
        handle("TERM", signals::ended);
        handle("INT", signals::ended);
        handle("HUP", (name, number) -> signals.hungUp());
        return signals;
    }

    /** Without a handler, which Windows has for few signals and the option -Xrs for none, the JVM's own way stays. */
    private static void handle(String name, ObjIntConsumer<String> handler) {
        try {
            JvmSignals.handle(name, handler);
        } catch (IllegalStateException e) {
            LOG.warn("a signal keeps the meaning that it has for the Java runtime", e);
        }
    }

    /** The first one asks politely, the second one does not wait. */
    void ended(String name, int number) {
        if (!end.complete("SIG" + name)) {
            LOG.atWarn().addKeyValue("signal", "SIG" + name).log("second signal, ending at once");
            halt.accept(ENDED_BY_SIGNAL + number);
        }
    }

    /** One that comes before anybody knows how to reload is remembered. */
    void hungUp() {
        CompletableFuture<Void> unused = reload.thenAccept(Runnable::run);
    }

    /** What HUP is to do; must not take long. Called once. */
    void onHangUp(Runnable what) {
        reload.complete(what);
    }

    /** Waits for the first signal that ends the process, and returns its name. */
    String awaitEnd() {
        return end.join();
    }
}
