package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.Failure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was found: the base, and what one change at a time made of it.
 *
 * @param base ended by itself
 * @param trials in the order in which they were made; those that were cancelled are not among them
 */
public record Diagnosis(ProbeResult base, List<Trial> trials) {
    public Diagnosis {
        trials = List.copyOf(trials);
    }

    ProbeRequest request() {
        return base.request();
    }

    /** Of several the first that succeeded, else the first; absent: it was not tried. */
    @Nullable
    ProbeResult with(Change change) {
        Trial trial = trial(change);
        return trial == null ? null : trial.result();
    }

    /** The result of one that was tried, as other questions have shown. */
    ProbeResult known(Change change) {
        return Objects.requireNonNull(with(change), change.label());
    }

    @Nullable
    Trial trial(Change change) {
        Trial first = null;
        for (Trial trial : trials) {
            if (trial.change() == change && trial.result().successful()) {
                return trial;
            }
            first = first == null && trial.change() == change ? trial : first;
        }
        return first;
    }

    /** Whether the base failed and this change alone makes it a success. */
    boolean isMendedBy(Change change) {
        ProbeResult with = with(change);
        return !base.successful() && with != null && with.successful();
    }

    /** Whether the base failed and this change alone brings it at least to a later phase; not to a failure of this side. */
    boolean isFurtherWith(Change change) {
        ProbeResult with = with(change);
        return with != null && isFurther(with);
    }

    private boolean isFurther(ProbeResult with) {
        Failure before = base.failure();
        Failure after = with.failure();
        return before != null
                && (with.successful()
                        || (after != null
                                && !Failures.isOfThisSide(after)
                                && after.phase().compareTo(before.phase()) > 0));
    }

    /** Whether the base succeeded and fails with this change; what the policy forbids, or this side cannot, is no failure. */
    boolean isBrokenBy(Change change) {
        Trial trial = trial(change);
        return trial != null && isBrokenBy(trial);
    }

    boolean isBrokenBy(Trial trial) {
        Failure failure = trial.result().failure();
        return base.successful() && failure != null && !Failures.isOfThisSide(failure);
    }

    /** Whether any trial ended otherwise than the base, so that it is worth knowing if the base always ends so. */
    public boolean hasDifference() {
        return trials.stream().anyMatch(trial -> Difference.isOne(base, trial));
    }
}
