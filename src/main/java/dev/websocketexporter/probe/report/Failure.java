package dev.websocketexporter.probe.report;

/**
 * Where and why a probe failed.
 *
 * @param phase the phase that failed
 * @param reason one word of a closed list, fit for a label
 * @param detail one line for humans: what was seen and what was expected; never a label, never a secret
 */
public record Failure(Phase phase, Reason reason, String detail) {
    /**
     * Checks that the two belong together.
     *
     * @throws IllegalArgumentException when the reason cannot occur in the phase
     */
    public Failure {
        if (!reason.phases().contains(phase)) {
            throw new IllegalArgumentException(
                    "reason: " + reason + " in phase " + phase + " (expected: one of " + reason.phases() + ")");
        }
    }

    @Override
    public String toString() {
        return phase.label() + "/" + reason.label() + ": " + detail;
    }
}
