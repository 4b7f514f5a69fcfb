package dev.websocketexporter.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
    private static final int ENDED_BY_SIGNAL = 128;

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
            handleWithJvm(name, handler);
        } catch (IllegalStateException e) {
            LOG.warn("a signal keeps the meaning that it has for the Java runtime", e);
        }
    }

    /**
     * Calls the handler, on a thread of its own, each time that the process gets the signal.
     *
     * <p>It uses {@code sun.misc.Signal} of the module jdk.unsupported, which every runtime has and which has no substitute.
     * It is called by reflection, since javac gives a warning for it that cannot be suppressed.
     *
     * @param name without {@code SIG}: {@code TERM}
     * @param handler takes the name and the number of the signal
     * @throws IllegalStateException when this platform or this runtime does not let the signal be handled
     */
    static void handleWithJvm(String name, ObjIntConsumer<String> handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            int number = (int) signalType.getMethod("getNumber").invoke(signal);
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        handler.accept(name, number);
                        return null;
                    });
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("SIG" + name + " cannot be handled here", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "SIG" + name + " cannot be handled without the module jdk.unsupported (expected: it is there)", e);
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
