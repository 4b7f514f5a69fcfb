package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;

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

    Failure failure() {
        return failure;
    }
}
