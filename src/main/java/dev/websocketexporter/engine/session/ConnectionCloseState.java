package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.loop.WireTimestampHandler;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.session.Handover.End;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.handler.codec.DecoderException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How an upgraded connection ended: the first end that is noted wins, and no later one replaces it. Confined to the
 * probe's event loop.
 */
final class ConnectionCloseState {
    private static final Set<Reason> VIOLATIONS =
            EnumSet.of(Reason.PROTOCOL_ERROR, Reason.INVALID_UTF8, Reason.MESSAGE_TOO_LARGE);

    private final CompletableFuture<CloseReport> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private final WireTimestampHandler wire;
    private @Nullable Throwable cause;
    private @Nullable Long tick;

    ConnectionCloseState(WireTimestampHandler wire) {
        this.wire = wire;
    }

    /** Completes with how the connection was closed; fails with a bug. */
    CompletableFuture<CloseReport> ended() {
        return ended;
    }

    /** Fails with the end, and never completes otherwise. */
    CompletableFuture<Void> broken() {
        return broken;
    }

    /** What a conversation must say of it; null: the connection goes on. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    /** What the server broke the protocol with; null: nothing. */
    @Nullable
    Failure violation() {
        return cause instanceof ProbeFailedException failed
                        && VIOLATIONS.contains(failed.failure().reason())
                ? failed.failure()
                : null;
    }

    /** When it was; null: the connection goes on, or ended by a bug. */
    @Nullable
    Long tick() {
        return tick;
    }

    boolean isKnown() {
        return cause != null;
    }

    /** The first end counts. */
    void note(ProbeFailedException failure, CloseReport report, long atTick) {
        if (cause == null) {
            tick = atTick;
            cause = failure;
            ended.complete(report);
            broken.completeExceptionally(failure);
        }
    }

    void bug(Throwable thrown) {
        if (cause == null) {
            cause = thrown;
            ended.completeExceptionally(thrown);
            broken.completeExceptionally(thrown);
        }
    }

    /**
     * The same for who takes the connection over; null: it goes on, as far as is known.
     *
     * @param pending an end that counts after bytes that were not parsed; null: there is none
     */
    @Nullable
    End known(PhaseContext context, End.@Nullable Broken pending) {
        if (cause == null) {
            return pending;
        }
        CloseReport report = context.state().close();
        String reason = report == null ? null : report.reason();
        return new End.Noted(
                cause,
                report == null ? null : report.code(),
                reason == null ? "" : reason,
                tick == null ? context.ticker().read() : tick);
    }

    /** What a conversation must say when the connection ends without a Close. */
    ProbeFailedException withoutClose(@Nullable Throwable thrown) {
        return ConnectionEnd.during(Phase.CONVERSATION, thrown, wire.fault(), "the conversation was over");
    }

    /** Why a write failed: what ended the connection if that is known, else the cause of the write itself. */
    Throwable seenFromAWrite(Throwable thrown) {
        if (cause != null) {
            return cause;
        }
        Throwable inner = ProbeFailedException.unwrapped(thrown);
        return ConnectionEnd.isEnd(inner) || inner instanceof DecoderException ? withoutClose(inner) : inner;
    }
}
