package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * A FIN, a RST, a close_notify or a failed write, which counts after all bytes that had arrived before it.
 *
 * @param cause what the channel or the write reported; absent: the channel just became inactive
 * @param how the same in words
 * @param byServer whether the client had sent no Close before
 * @param tick at which it was seen
 */
record EndWithoutClose(@Nullable Throwable cause, String how, boolean byServer, long tick) {
    /** As whoever takes the connection over is told of it; null: of none. */
    static Handover.End.@Nullable Broken given(@Nullable EndWithoutClose seen) {
        return seen == null ? null : new Handover.End.Broken(seen.cause(), seen.tick());
    }

    /** Its time has come; an earlier end stays the end. */
    void note(PhaseContext context, ConnectionCloseState closeState, FrameDispatcher dispatcher) {
        if (!closeState.isKnown()) {
            CloseReport report = new CloseReport(CloseCode.ABNORMAL, null, false);
            context.log().info("no Close from the server: " + how);
            dispatcher.end(closeState.withoutClose(cause), byServer ? report.closedByServer() : report, tick);
        }
    }
}
