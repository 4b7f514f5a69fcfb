package dev.websocketexporter.tls.suites;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What the exporter says of a case.
 *
 * @param reason why it is refused; absent: it is accepted
 * @param detail for people; empty: nothing more to say
 */
record Verdict(@Nullable Reason reason, String detail) {
    static final Verdict ACCEPTED = new Verdict(null, "");

    static Verdict of(@Nullable Failure fault) {
        return fault == null ? ACCEPTED : new Verdict(fault.reason(), fault.detail());
    }

    static Verdict refused(Reason reason, String detail) {
        return new Verdict(reason, detail);
    }

    boolean accepted() {
        return reason == null;
    }

    /** The label of the reason, as metrics have it; {@code accepted} without one. */
    String word() {
        return reason == null ? "accepted" : reason.label();
    }
}
