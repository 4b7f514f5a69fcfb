package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Distinguishes how a connection ended: reset (TCP RST) or closed (TCP FIN). */
public final class ConnectionEnd {
    private ConnectionEnd() {}

    /** Whether this is the end of the connection at all, and not something wrong above it. */
    public static boolean isEnd(Throwable cause) {
        return cause instanceof ClosedChannelException
                || (cause instanceof IOException && !(cause instanceof SSLException));
    }

    /**
     * What it means that the connection ended or broke before the whole answer to an HTTP request was there: a failure,
     * or a bug of the exporter.
     *
     * @param cause what the channel or a write reported; null when the channel just became inactive
     * @param waitingFor what had not come yet, for the message
     */
    public static Throwable beforeAnswer(ProbeChannel channel, @Nullable Throwable cause, String waitingFor) {
        if (cause != null && !isOfTheConnection(cause)) {
            return cause;
        }
        ProbeFailedException explained = cause == null ? null : channel.explained(cause);
        return explained == null ? during(Phase.UPGRADE, cause, channel.wire().fault(), waitingFor) : explained;
    }

    /**
     * The same failure, if it is that of a connection which was closed or reset, with what the cause may be.
     *
     * @param words to be appended to its detail
     */
    public static Throwable withCause(Throwable end, Function<Causes.End, String> words) {
        if (!(end instanceof ProbeFailedException failed) || failed.failure().phase() != Phase.UPGRADE) {
            return end;
        }
        Failure failure = failed.failure();
        return switch (failure.reason()) {
            case CONNECTION_RESET -> explained(failure, words.apply(Causes.End.RST));
            case CONNECTION_CLOSED -> explained(failure, words.apply(Causes.End.FIN));
            default -> end;
        };
    }

    private static ProbeFailedException explained(Failure failure, String words) {
        return new ProbeFailedException(failure.withDetail(failure.detail() + words));
    }

    private static boolean isOfTheConnection(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof DecoderException
                || cause instanceof PrematureChannelClosureException;
    }

    /**
     * The failure of a connection that ended too early.
     *
     * @param cause what the channel or a write reported; null when the channel just became inactive
     * @param waitingFor what had not come yet, for the message
     */
    public static ProbeFailedException during(
            Phase phase, @Nullable Throwable cause, @Nullable Throwable wireFault, String waitingFor) {
        // First, since a peer chooses the words of it, and they may be those of a limit.
        if (cause instanceof StreamEndException end) {
            return end.during(phase, waitingFor);
        }
        SystemLimit limit = SystemLimit.ofAny(cause, wireFault);
        if (limit != null) {
            return limit.in(phase, "using the connection before " + waitingFor);
        }
        boolean reset = (cause != null && ConnectionFault.isReset(cause))
                || (wireFault != null && ConnectionFault.isReset(wireFault));
        return reset
                ? new ProbeFailedException(
                        phase, Reason.CONNECTION_RESET, "the server reset the connection before " + waitingFor)
                : new ProbeFailedException(
                        phase, Reason.CONNECTION_CLOSED, "the server closed the connection before " + waitingFor);
    }
}
