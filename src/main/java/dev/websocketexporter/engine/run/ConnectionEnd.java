package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
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

    private static boolean isOfTheConnection(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof DecoderException
                || cause instanceof PrematureChannelClosureException;
    }

    public static boolean isReset(Throwable cause) {
        if (!(cause instanceof IOException) || cause instanceof ClosedChannelException) {
            return false;
        }
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        // A write after the peer's RST is answered with "broken pipe".
        return message.contains("reset") || message.contains("broken pipe");
    }

    /** What broke a connection, without the words of a library or of the operating system. */
    public static String inWords(Throwable cause) {
        if (isReset(cause)) {
            return "the connection was reset";
        }
        if (cause instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        boolean tls = cause instanceof SSLException || cause instanceof DecoderException;
        return tls
                ? "TLS broke off"
                : "the connection broke (" + cause.getClass().getSimpleName() + ")";
    }

    /**
     * The failure of a connection that ended too early.
     *
     * @param cause what the channel or a write reported; null when the channel just became inactive
     * @param waitingFor what had not come yet, for the message
     */
    public static ProbeFailedException during(
            Phase phase, @Nullable Throwable cause, @Nullable Throwable wireFault, String waitingFor) {
        boolean reset = (cause != null && isReset(cause)) || (wireFault != null && isReset(wireFault));
        return reset
                ? new ProbeFailedException(
                        phase, Reason.CONNECTION_RESET, "the server reset the connection before " + waitingFor)
                : new ProbeFailedException(
                        phase, Reason.CONNECTION_CLOSED, "the server closed the connection before " + waitingFor);
    }
}
