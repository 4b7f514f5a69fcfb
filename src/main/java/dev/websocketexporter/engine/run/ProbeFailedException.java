package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.util.concurrent.CompletionException;

/** A finding that ends a probe, on its way through the chain of phases. Without a stack: it is no error of ours. */
public final class ProbeFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public ProbeFailedException(Phase phase, Reason reason, String detail) {
        this(new Failure(phase, reason, detail));
    }

    public ProbeFailedException(Failure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    /** A redirect leads where the policy allows no probe. */
    public static ProbeFailedException forbiddenRedirect(String refusal) {
        return new ProbeFailedException(
                Phase.UPGRADE, Reason.REDIRECT_REFUSED, "a redirect to a forbidden place: " + refusal);
    }

    /**
     * A finding of resolve or connect as the user must see it: who cannot look up or dial a proxy cannot reach the proxy,
     * and knows nothing of the target. A timeout stays one of its phase.
     */
    public static Throwable seenFrom(RedirectHop hop, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (hop.proxy() == null || !(cause instanceof ProbeFailedException finding)) {
            return cause;
        }
        Reason reason = finding.failure.reason();
        boolean notTheProxys = reason == Reason.TIMEOUT
                || reason == Reason.SOURCE_ADDRESS_UNAVAILABLE
                || reason == Reason.EXPORTER_LIMIT;
        return notTheProxys
                ? cause
                : new ProbeFailedException(
                        Phase.PROXY,
                        Reason.PROXY_UNREACHABLE,
                        "proxy " + hop.proxy() + ": " + reason.label() + ": " + finding.failure.detail());
    }

    public Failure failure() {
        return failure;
    }

    /** The policy forbids what the target resolved to; ends a probe before anything is dialled. */
    public static final class TargetForbiddenException extends Exception {
        private static final long serialVersionUID = 1L;

        public TargetForbiddenException(String detail) {
            super(detail, null, false, false);
        }
    }
}
