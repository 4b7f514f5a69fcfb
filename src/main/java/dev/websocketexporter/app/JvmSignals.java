package dev.websocketexporter.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.ObjIntConsumer;

/** Signals as the Java runtime hands them out. */
final class JvmSignals {
    private JvmSignals() {}

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
    static void handle(String name, ObjIntConsumer<String> handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            int number = (int) signalType.getMethod("getNumber").invoke(signal);
            Object proxy = Proxy.newProxyInstance(
                    JvmSignals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
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
}
