package dev.websocketexporter.probe;

import dev.websocketexporter.probe.report.Phase;
import java.time.Duration;

/**
 * Follows the phases of a probe while it runs, for whoever shows it live. Called on a thread of the prober, which times
 * other things: each method returns at once and throws nothing. A phase may begin again, after a redirect or in another
 * attempt.
 */
public interface PhaseListener {
    /** For probes that nobody follows. */
    PhaseListener NONE = new PhaseListener() {
        @Override
        public void began(Phase phase) {}

        @Override
        public void ended(Phase phase, Duration spent) {}

        @Override
        public void skipped(Phase phase) {}

        @Override
        public void attemptBegins() {}
    };

    /** The phase begins; the one before it has ended. */
    void began(Phase phase);

    /**
     * The phase is over, or has failed.
     *
     * @param spent in this phase, in all its turns of this attempt
     */
    void ended(Phase phase, Duration spent);

    /** The phase that began had nothing to do, and is not part of the result. */
    void skipped(Phase phase);

    /** One of several attempts begins: what was reported so far belongs to one that failed. */
    void attemptBegins();
}
