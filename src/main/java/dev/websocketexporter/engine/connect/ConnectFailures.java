package dev.websocketexporter.engine.connect;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.IpText;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out why a TCP connection could not be opened, from what the transports throw. */
final class ConnectFailures {
    private ConnectFailures() {}

    /**
     * The failure of a connection that could not be opened.
     *
     * @param source the configured local address; null: none
     */
    static ProbeFailedException of(String remote, @Nullable InetAddress source, Throwable cause) {
        if (source != null && cannotBind(cause)) {
            return new ProbeFailedException(
                    Phase.CONNECT,
                    Reason.SOURCE_ADDRESS_UNAVAILABLE,
                    "source_ip_address " + IpText.of(source) + " cannot be dialled from: " + cause.getMessage());
        }
        Reason reason = reason(cause);
        return new ProbeFailedException(Phase.CONNECT, reason, "connecting to " + remote + ": " + words(reason, cause));
    }

    private static boolean cannotBind(Throwable cause) {
        return cause instanceof BindException
                || String.valueOf(cause.getMessage()).contains("Cannot assign requested address");
    }

    private static String words(Reason reason, Throwable cause) {
        return switch (reason) {
            case CONNECTION_REFUSED -> "connection refused; nothing listens on that port, or a firewall rejects";
            case CONNECTION_RESET -> "connection reset";
            case TIMEOUT -> "the kernel gave up waiting for an answer";
            default -> "no packet gets there" + systemsWords(cause);
        };
    }

    /** Netty appends the address to the system's message, which may be absent. */
    private static String systemsWords(Throwable cause) {
        Throwable inner = cause.getCause() == null ? cause : cause.getCause();
        return inner.getMessage() == null ? "" : ": " + inner.getMessage();
    }

    /**
     * The transports share no type that distinguishes these: epoll throws its own subclasses, NIO the JDK's, and both
     * put the system's words into the message. What is none of these is a reason why no packet can get there.
     */
    private static Reason reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof ConnectException && message.contains("refused")) {
            return Reason.CONNECTION_REFUSED;
        }
        if (message.contains("reset by peer") || message.contains("connection reset")) {
            return Reason.CONNECTION_RESET;
        }
        if (!(cause instanceof NoRouteToHostException) && message.contains("timed out")) {
            return Reason.TIMEOUT;
        }
        return Reason.UNREACHABLE;
    }
}
