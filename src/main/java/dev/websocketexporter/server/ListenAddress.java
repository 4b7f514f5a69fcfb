package dev.websocketexporter.server;

import dev.websocketexporter.probe.target.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the exporter listens: {@code :10115}, {@code 127.0.0.1:10115}, {@code [::1]:10115}, {@code host:10115}.
 *
 * @param host a name or an address, without brackets; absent: every address of the machine
 * @param port 0 to 65535; 0 lets the system choose
 */
public record ListenAddress(@Nullable String host, int port) {
    private static final int MAX_PORT = 65_535;
    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.]+)]:(.*)");
    private static final Pattern NAMED = Pattern.compile("([^:\\[\\]\\s]*):(.*)");
    private static final String EXPECTED = " (expected: [HOST]:PORT such as :10115, 127.0.0.1:10115 or [::1]:10115)";

    /**
     * Parses {@code [HOST]:PORT}; nothing is looked up.
     *
     * @throws IllegalArgumentException with one line that says what is wrong and what would be right
     */
    public static ListenAddress parse(String text) {
        if (text.startsWith("vsock://")) {
            throw bad(text, "is a socket of a virtual machine, which is not supported");
        }
        Matcher bracketed = BRACKETED.matcher(text);
        if (bracketed.matches()) {
            return new ListenAddress(ipv6(text, bracketed.group(1)), port(text, bracketed.group(2)));
        }
        Matcher named = NAMED.matcher(text);
        if (!named.matches()) {
            throw bad(text, "is not a listen address");
        }
        if (named.group(2).indexOf(':') >= 0) {
            throw bad(text, "has more than one colon outside of brackets");
        }
        String host = named.group(1);
        return new ListenAddress(host.isEmpty() ? null : host, port(text, named.group(2)));
    }

    /** The address to bind to; a name is looked up here and may stay unresolved. */
    InetSocketAddress socketAddress() {
        return host == null ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    private static String ipv6(String text, String host) {
        try {
            // With a colon only an address is accepted, so that nothing is looked up here.
            if (host.indexOf(':') >= 0 && InetAddress.getByName("[" + host + "]") != null) {
                return host;
            }
        } catch (UnknownHostException e) {
            throw bad(text, "has no IPv6 address between its brackets");
        }
        throw bad(text, "has no IPv6 address between its brackets");
    }

    private static int port(String text, String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(digits) > MAX_PORT) {
            throw bad(text, "has no port from 0 to 65535");
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException bad(String text, String what) {
        return new IllegalArgumentException("\"" + text + "\" " + what + EXPECTED);
    }

    @Override
    public String toString() {
        return (host == null ? "" : HostAndPort.bracketed(host)) + ":" + port;
    }
}
