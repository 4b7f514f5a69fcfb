package dev.websocketexporter.probe.watch;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Send;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Opens connections and holds them. The engine implements it; who decides when to open and to close knows only this. */
public interface Holder {
    /**
     * What happens on a connection once it is open.
     *
     * @param send absent: nothing
     */
    record Plan(
            Pings heartbeat, Messages messages, @Nullable Send send) {}

    /**
     * Opens a connection as a probe does, through all its phases but the last, within the budget of the request; then holds it.
     * Returns at once. Safe to call from any thread.
     *
     * @param listener is called on the event loop of the connection, which it must not block
     */
    Held hold(ProbeRequest request, Plan plan, HoldListener listener);

    /** A connection that opens, is open, or was. Its methods are safe to call from any thread, and do nothing after its end. */
    interface Held {
        /** Sends a text message; {@link HoldListener#sent} reports it. */
        void send(String text);

        /**
         * From now on messages with this text in them are reported by {@link HoldListener#arrived}, once; null: none any more.
         */
        void await(@Nullable String text);

        /**
         * Closes politely, with this code, and gives up after the module's patience; {@link HoldListener#ended} reports
         * it with the cause. One that is still opening is given up at once.
         */
        void close(int code, HoldEnd.Ours why);

        /** Whether the exporter tries at all; false: it has no place for the connection, which costs nobody's turn. */
        default boolean dials() {
            return true;
        }

        /** How many bytes were written and not yet taken by the kernel. */
        long unwrittenBytes();

        /** Completes, never exceptionally, when the socket is gone. */
        CompletionStage<Void> released();
    }
}
