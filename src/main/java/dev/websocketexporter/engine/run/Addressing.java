package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.value.IpText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses from bytes and as text, without a lookup. */
public final class Addressing {
    private Addressing() {}

    public static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }

    /** {@code 192.0.2.1:443}, {@code [2001:db8::1]:443}. */
    public static String shown(InetSocketAddress address) {
        return HostAndPort.bracketed(IpText.of(address.getAddress())) + ":" + address.getPort();
    }
}
