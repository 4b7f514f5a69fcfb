package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import org.jspecify.annotations.Nullable;

/** The findings about a proxy that does not do what its protocol says. */
final class ProxyFailures {
    private ProxyFailures() {}

    static ProbeFailure protocolError(String detail) {
        return new ProbeFailure(Phase.PROXY, Reason.PROXY_PROTOCOL_ERROR, detail);
    }

    /** The finding for a proxy that ends the connection instead of answering. */
    static ProbeFailure brokenOff(PhaseContext context, @Nullable Throwable cause) {
        Throwable wireFault = context.channel().wire().fault();
        boolean reset = (cause != null && ConnectionEnd.isReset(cause))
                || (wireFault != null && ConnectionEnd.isReset(wireFault));
        return protocolError("the proxy " + (reset ? "reset" : "closed") + " the connection before it answered");
    }
}
