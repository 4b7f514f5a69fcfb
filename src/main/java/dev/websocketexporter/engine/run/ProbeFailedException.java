package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.util.concurrent.CompletionException;

/**
 * A failure that ends a probe, on its way through the chain of phases. Without a stack trace: it is not an error of the
 * exporter.
 */
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

    /** The exporter itself could not: nothing is known of the target. */
    public static ProbeFailedException ofExporter(Phase phase, ExporterLimit limit, String detail) {
        return new ProbeFailedException(Failure.ofExporter(phase, limit, detail));
    }

    /** A redirect leads where the policy allows no probe. */
    public static ProbeFailedException forbiddenRedirect(String refusal) {
        return new ProbeFailedException(
                Phase.UPGRADE, Reason.REDIRECT_REFUSED, "a redirect to a forbidden place: " + refusal);
    }

    /**
     * A failure of resolve or connect as the user must see it: when the proxy cannot be looked up or dialled, the proxy
     * is unreachable and nothing is known of the target. A timeout stays one of its phase.
     */
    public static Throwable seenFrom(RedirectHop hop, Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (hop.proxy() == null || !(cause instanceof ProbeFailedException failed)) {
            return cause;
        }
        Reason reason = failed.failure.reason();
        boolean notTheProxys = reason == Reason.TIMEOUT
                || reason == Reason.SOURCE_ADDRESS_UNAVAILABLE
                || reason == Reason.EXPORTER_LIMIT;
        return notTheProxys
                ? cause
                : new ProbeFailedException(
                        Phase.PROXY,
                        Reason.PROXY_UNREACHABLE,
                        "proxy " + hop.proxy() + ": " + reason.label() + ": " + failed.failure.detail());
    }

    /** What a future failed with, without the exceptions that chains of futures wrap around it. */
    public static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
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
