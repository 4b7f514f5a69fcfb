package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import org.jspecify.annotations.Nullable;

/** The findings about a proxy that does not do what its protocol says. */
final class ProxyFailures {
    private ProxyFailures() {}

    static ProbeFailedException protocolError(String detail) {
        return new ProbeFailedException(Phase.PROXY, Reason.PROXY_PROTOCOL_ERROR, detail);
    }

    /** The finding for a proxy that ends the connection instead of answering. */
    static ProbeFailedException brokenOff(PhaseContext context, @Nullable Throwable cause) {
        Throwable wireFault = context.channel().wire().fault();
        boolean reset = (cause != null && ConnectionEnd.isReset(cause))
                || (wireFault != null && ConnectionEnd.isReset(wireFault));
        return protocolError("the proxy " + (reset ? "reset" : "closed") + " the connection before it answered");
    }
}
