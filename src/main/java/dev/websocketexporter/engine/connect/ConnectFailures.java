package dev.websocketexporter.engine.connect;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SystemLimit;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.IpText;
import io.netty.channel.ChannelException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out why a TCP connection could not be opened, from what the transports throw. */
final class ConnectFailures {
    /** {@code connect(..) failed with error(-101): } in front of the system's words. */
    private static final Pattern CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed[^:]*: ");

    private ConnectFailures() {}

    /**
     * The failure of a connection that could not be opened.
     *
     * @param source the configured local address; null: none
     * @param routed whether the machine has an address from which it can send to that one at all
     */
    static ProbeFailedException of(
            String remote, @Nullable InetAddress source, BooleanSupplier routed, Throwable cause) {
        if (source != null && cannotBind(cause)) {
            return new ProbeFailedException(
                    Phase.CONNECT,
                    Reason.SOURCE_ADDRESS_UNAVAILABLE,
                    "source_ip_address " + IpText.of(source) + " cannot be dialled from" + systemsWords(cause)
                            + " (expected: an address of the exporter's machine)");
        }
        SystemLimit limit = SystemLimit.ofSocket(cause);
        // Without any address of the family, the system says of an address the same as without a port.
        if (limit != null && (limit.limit() != ExporterLimit.PORTS || source != null || routed.getAsBoolean())) {
            return limit.in(Phase.CONNECT, "connecting to " + remote);
        }
        Reason reason = reason(cause);
        return new ProbeFailedException(Phase.CONNECT, reason, "connecting to " + remote + ": " + words(reason, cause));
    }

    /** The failure of a connection for which there is not even a socket. */
    static ProbeFailedException withoutSocket(String remote, ChannelException cause) {
        SystemLimit limit = SystemLimit.ofSocket(cause);
        String doing = "opening a socket to " + remote;
        return limit == null
                ? ProbeFailedException.ofExporter(
                        Phase.CONNECT,
                        ExporterLimit.OTHER,
                        doing + ": the exporter's machine refuses it" + systemsWords(cause))
                : limit.in(Phase.CONNECT, doing);
    }

    /** That the address is none of the machine's; what the connection itself meets, the system says of {@code connect}. */
    private static boolean cannotBind(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("Cannot assign requested address") && !message.startsWith("connect(");
    }

    private static String words(Reason reason, Throwable cause) {
        return switch (reason) {
            case CONNECTION_REFUSED -> "connection refused; nothing listens on that port, or a firewall rejects";
            case CONNECTION_RESET -> "connection reset";
            case TIMEOUT -> "the kernel gave up waiting for an answer";
            default -> "no packet gets there" + systemsWords(cause);
        };
    }

    /** Netty appends the address to the system's message, which may be absent, and begins with the name of the call. */
    private static String systemsWords(Throwable cause) {
        Throwable inner = cause.getCause() == null ? cause : cause.getCause();
        return inner.getMessage() == null
                ? ""
                : ": " + CALL.matcher(inner.getMessage()).replaceFirst("");
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
