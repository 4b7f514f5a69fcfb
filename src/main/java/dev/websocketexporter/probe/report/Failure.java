package dev.websocketexporter.probe.report;

import org.jspecify.annotations.Nullable;

/**
 * Where and why a probe failed.
 *
 * @param phase the phase that failed
 * @param reason one word of a closed list, fit for a label
 * @param detail one line for humans: what was seen and what was expected; never a label, never a secret
 * @param limit which limit of the exporter it was; present if the reason is {@link Reason#EXPORTER_LIMIT}, else absent
 */
public record Failure(
        Phase phase, Reason reason, String detail, @Nullable ExporterLimit limit) {
    /**
     * Checks that the parts belong together.
     *
     * @throws IllegalArgumentException when the reason cannot occur in the phase, or the limit not with the reason
     */
    public Failure {
        if (!reason.phases().contains(phase)) {
            throw new IllegalArgumentException(
                    "reason: " + reason + " in phase " + phase + " (expected: one of " + reason.phases() + ")");
        }
        if ((limit != null) != (reason == Reason.EXPORTER_LIMIT)) {
            throw new IllegalArgumentException("limit: " + limit + " with reason " + reason + " (expected: with "
                    + Reason.EXPORTER_LIMIT + " only)");
        }
    }

    /** Of the limits of the exporter, {@link ExporterLimit#OTHER}. */
    public Failure(Phase phase, Reason reason, String detail) {
        this(phase, reason, detail, reason == Reason.EXPORTER_LIMIT ? ExporterLimit.OTHER : null);
    }

    /** The exporter itself could not: nothing is known of the target. */
    public static Failure ofExporter(Phase phase, ExporterLimit limit, String detail) {
        return new Failure(phase, Reason.EXPORTER_LIMIT, detail, limit);
    }

    /** The same in other words. */
    public Failure withDetail(String other) {
        return new Failure(phase, reason, other, limit);
    }

    @Override
    public String toString() {
        return phase.label() + "/" + reason.label() + ": " + detail;
    }
}
