package dev.websocketexporter.engine.hold;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The text that a connection looks for in its messages. It is in force when {@link #set} returns, on whatever thread, so that
 * no message is missed that comes because of what is sent after it.
 */
final class Awaited {
    private final AtomicReference<@Nullable String> text = new AtomicReference<>();

    /** Looks for this from now on; null: for nothing. */
    void set(@Nullable String other) {
        text.set(other);
    }

    /** What is looked for; null: nothing. */
    @Nullable
    String text() {
        return text.get();
    }

    /** It has come: whether it was still looked for, which it is not any more. */
    boolean came(String found) {
        return text.compareAndSet(found, null);
    }
}
