package dev.websocketexporter.probe;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs probes. The engine implements it; server and command line know only this. */
public interface Prober {
    /** Starts a probe and returns at once; the budget runs from here. Safe to call from any thread. */
    Handle start(ProbeRequest request);

    /** The same, and the listener follows its phases; a prober that cannot say how far it is calls it never. */
    default Handle start(ProbeRequest request, PhaseListener listener) {
        return start(request);
    }

    /** Why probes cannot run at present, in a line; null: they can. Safe to call from any thread. */
    default @Nullable String trouble() {
        return null;
    }

    /** A probe that was started. Its methods are safe to call from any thread. */
    interface Handle {
        /**
         * The result. Never completes exceptionally: a failure is a result. Completes inside the budget, on a thread
         * of the prober that must not be blocked: work with the result belongs on another thread.
         */
        CompletionStage<ProbeResult> result();

        /** Completes, never exceptionally, when the probe's socket has gone too: up to 1 s after the result. */
        CompletionStage<Void> released();

        /**
         * Ends the probe and closes its socket without delay. If the probe has its result, only a socket that still
         * waits for its peer to close is closed.
         */
        void cancel();
    }
}
