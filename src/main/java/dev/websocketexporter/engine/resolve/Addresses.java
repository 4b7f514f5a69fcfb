package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.probe.module.IpProtocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a name resolved to.
 *
 * @param all every address, which a policy judges
 * @param first the one dialled first: the first of the preferred family, else of the other
 * @param second the one dialled when the first is refused or unreachable: the other family's first
 */
public record Addresses(
        List<InetAddress> all, InetAddress first, @Nullable InetAddress second) {
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /** Chooses among addresses; null when none is of a wanted family. */
    static @Nullable Addresses choose(List<InetAddress> all, IpProtocol preferred, boolean fallback) {
        InetAddress first = firstOf(preferred, all);
        InetAddress other = fallback ? firstOf(preferred.other(), all) : null;
        if (first != null) {
            return new Addresses(all, first, other);
        }
        return other == null ? null : new Addresses(all, other, null);
    }

    /** Those that may be dialled, without repetition and in their order: all, or those of the first one's family. */
    public List<InetAddress> wanted(boolean bothFamilies) {
        return all.stream()
                .filter(address -> bothFamilies || IpProtocol.of(address) == IpProtocol.of(first))
                .distinct()
                .toList();
    }

    public static InetAddress loopback(IpProtocol family) {
        return of(family == IpProtocol.IP4 ? LOOPBACK_4 : LOOPBACK_6);
    }

    /** An address from its 4 or 16 bytes. */
    static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }

    private static @Nullable InetAddress firstOf(IpProtocol family, List<InetAddress> all) {
        for (InetAddress address : all) {
            if (family.includes(address)) {
                return address;
            }
        }
        return null;
    }
}
