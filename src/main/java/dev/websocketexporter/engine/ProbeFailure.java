package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import java.util.concurrent.CompletionException;

/** A finding that ends a probe, on its way through the chain of phases. Without a stack: it is no error of ours. */
final class ProbeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    ProbeFailure(Phase phase, Reason reason, String detail) {
        this(new Failure(phase, reason, detail));
    }

    ProbeFailure(Failure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    /** A redirect leads where the policy allows no probe. */
    static ProbeFailure forbiddenRedirect(String refusal) {
        return new ProbeFailure(Phase.UPGRADE, Reason.REDIRECT_REFUSED, "a redirect to a forbidden place: " + refusal);
    }

    /**
     * A finding of resolve or connect as the user must see it: who cannot look up or dial a proxy cannot reach the proxy,
     * and knows nothing of the target. A timeout stays one of its phase.
     */
    static Throwable seenFrom(Hop hop, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (hop.proxy() == null || !(cause instanceof ProbeFailure finding)) {
            return cause;
        }
        Reason reason = finding.failure.reason();
        return reason == Reason.TIMEOUT || reason == Reason.SOURCE_ADDRESS_UNAVAILABLE
                ? cause
                : new ProbeFailure(
                        Phase.PROXY,
                        Reason.PROXY_UNREACHABLE,
                        "proxy " + hop.proxy() + ": " + reason.label() + ": " + finding.failure.detail());
    }

    Failure failure() {
        return failure;
    }

    /** The policy forbids what the target resolved to; ends a probe before anything is dialled. */
    static final class TargetForbidden extends Exception {
        private static final long serialVersionUID = 1L;

        TargetForbidden(String detail) {
            super(detail, null, false, false);
        }
    }
}
