package dev.websocketexporter.probe.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * IPv4 addresses in every spelling that browsers and C libraries take: {@code 127.0.0.1}, {@code 127.1},
 * {@code 0x7f.0.0.1}, {@code 2130706433} (WHATWG URL Standard §3.5, the IPv4 parser). They become plain addresses at the
 * door, so that a policy that forbids an address is not walked around by spelling it oddly.
 */
final class Ipv4Spellings {
    private Ipv4Spellings() {}

    /** The address; null when the host is a name, which it is unless its last part is a number. */
    static @Nullable InetAddress parse(String host, String what) throws InvalidTargetException {
        String[] parts = (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).split("\\.", -1);
        if (!isNumber(parts[parts.length - 1])) {
            return null;
        }
        if (parts.length > 4) {
            throw badAddress(what);
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << (8 * (5 - parts.length)) : 256;
            long part = number(parts[i], what);
            if (part >= limit) {
                throw badAddress(what);
            }
            value = last ? (value << (8 * (5 - parts.length))) | part : (value << 8) | part;
        }
        byte[] bytes = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean isNumber(String part) {
        String digits = part.toLowerCase(Locale.ROOT);
        return digits.startsWith("0x")
                ? digits.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0)
                : !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long number(String part, String what) throws InvalidTargetException {
        String digits = part.toLowerCase(Locale.ROOT);
        try {
            if (digits.startsWith("0x")) {
                return digits.length() == 2 ? 0 : Long.parseLong(digits.substring(2), 16);
            }
            boolean octal = digits.length() > 1 && digits.startsWith("0");
            return Long.parseLong(digits, octal ? 8 : 10);
        } catch (NumberFormatException e) {
            throw badAddress(what);
        }
    }

    private static InvalidTargetException badAddress(String what) {
        return new InvalidTargetException(
                what + " has a host that ends in a number but is no IPv4 address (expected: one such as 192.0.2.1)");
    }
}
