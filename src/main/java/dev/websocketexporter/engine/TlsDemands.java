package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.Target;
import dev.websocketexporter.probe.Verdict;
import dev.websocketexporter.probe.Verdict.TlsDemand;
import org.jspecify.annotations.Nullable;

/** Whether a module wants TLS or forbids it; judged before a packet is sent. */
final class TlsDemands {
    private TlsDemands() {}

    /** What the module finds wrong with the target's scheme; null: nothing. */
    static @Nullable ProbeFailure faultOf(Target target, Verdict verdict) {
        if (target.secure() && verdict.tls() == TlsDemand.FORBIDDEN) {
            return new ProbeFailure(Phase.TLS, Reason.SSL_FORBIDDEN, "the target is wss, and fail_if_ssl is on");
        }
        if (!target.secure() && verdict.tls() == TlsDemand.REQUIRED) {
            return new ProbeFailure(Phase.TLS, Reason.SSL_REQUIRED, "the target is ws, and fail_if_not_ssl is on");
        }
        return null;
    }
}
