package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.IpText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of the CAs on a path for addresses (RFC 5280 §4.2.1.10), each an address and a mask. An IPv6 address is
 * never within a network of IPv4, whatever it stands for. For one thread.
 */
final class NetworkConstraints {
    /** Of each CA that permits some: one of them must hold. */
    private final List<List<byte[]>> permitted = new ArrayList<>();

    private final List<byte[]> excluded = new ArrayList<>();

    /** @param networks of 8 or 32 bytes */
    void permit(List<byte[]> networks) {
        permitted.add(List.copyOf(networks));
    }

    /** @param network of 8 or 32 bytes */
    void exclude(byte[] network) {
        excluded.add(network);
    }

    /** Why the address must not be in a certificate, in one line; absent: it may. */
    @Nullable
    String broken(byte[] address) {
        if (excluded.stream().anyMatch(network -> isWithin(address, network))) {
            return shown(address) + " is excluded";
        }
        boolean isPermitted = permitted.stream()
                .allMatch(networks -> networks.stream().anyMatch(network -> isWithin(address, network)));
        return isPermitted ? null : shown(address) + " is not permitted";
    }

    private static boolean isWithin(byte[] address, byte[] network) {
        if (network.length != 2 * address.length) {
            return false;
        }
        for (int i = 0; i < address.length; i++) {
            if (((address[i] ^ network[i]) & network[address.length + i]) != 0) {
                return false;
            }
        }
        return true;
    }

    private static String shown(byte[] octets) {
        try {
            return "address " + IpText.of(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            return "an address of " + octets.length + " bytes";
        }
    }
}
