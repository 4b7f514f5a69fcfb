package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.engine.run.ConnectionFault;
import dev.websocketexporter.engine.run.ProbeChannel;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SystemLimit;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import org.jspecify.annotations.Nullable;

/** The failures of a proxy that breaks its protocol. */
final class ProxyFailures {
    private ProxyFailures() {}

    static ProbeFailedException protocolError(String detail) {
        return new ProbeFailedException(Phase.PROXY, Reason.PROXY_PROTOCOL_ERROR, detail);
    }

    /** The failure of a proxy that ends the connection instead of answering. */
    static ProbeFailedException brokenOff(ProbeChannel channel, @Nullable Throwable cause) {
        Throwable wireFault = channel.wire().fault();
        SystemLimit limit = SystemLimit.ofAny(cause, wireFault);
        if (limit != null) {
            return limit.in(Phase.PROXY, "using the connection to the proxy");
        }
        boolean reset = (cause != null && ConnectionFault.isReset(cause))
                || (wireFault != null && ConnectionFault.isReset(wireFault));
        return protocolError("the proxy " + (reset ? "reset" : "closed") + " the connection before it answered");
    }
}
