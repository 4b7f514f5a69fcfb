package dev.websocketexporter.probe;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are dialled, and from where.
 *
 * @param preferred the family that is dialled first
 * @param fallback whether the other family is dialled when the preferred one has no address, or it is refused or
 *     unreachable
 * @param source the local address that connections are made from; absent: the system chooses
 */
public record Dialing(
        IpProtocol preferred, boolean fallback, @Nullable InetAddress source) {
    public static final Dialing DEFAULT = new Dialing(IpProtocol.IP6, true, null);
}
