package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.probe.value.Printable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Addresses of name servers that hold on one link only: {@code fe80::1%eth0} (RFC 4007 §11). */
final class ScopedAddress {
    static final InetAddress LOOPBACK = Addresses.of(new byte[] {127, 0, 0, 1});

    private static final int MAX_SHOWN = 40;

    private ScopedAddress() {}

    /** The zone does not exist here, or the address has none. */
    static final class NoSuchZoneException extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchZoneException(String message) {
            super(message);
        }
    }

    /**
     * The address within a zone. Asks the system for its interfaces: not for an event loop.
     *
     * @param zone an interface's name, or its number
     */
    static InetAddress of(InetAddress address, String zone) throws NoSuchZoneException {
        String shown = "\"" + Printable.oneLine(zone, MAX_SHOWN) + "\"";
        if (!(address instanceof Inet6Address)) {
            throw new NoSuchZoneException("an IPv4 address has no zone such as " + shown);
        }
        try {
            NetworkInterface link = zone.matches("[0-9]{1,9}")
                    ? NetworkInterface.getByIndex(Integer.parseInt(zone))
                    : NetworkInterface.getByName(zone);
            if (link == null) {
                throw new NoSuchZoneException("there is no network interface " + shown);
            }
            return Inet6Address.getByAddress(null, address.getAddress(), link.getIndex());
        } catch (SocketException | UnknownHostException e) {
            throw new NoSuchZoneException("the network interface " + shown + " cannot be asked for its number");
        }
    }
}
