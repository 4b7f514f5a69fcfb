package dev.websocketexporter.probe.target;

import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.probe.value.Printable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code HOST} or {@code HOST:PORT}.
 *
 * @param host a name in its ASCII form and lower case, or an address in its plain spelling and without brackets
 * @param address the address, when the host is one
 * @param port 1 to 65535; absent: none was given
 */
public record HostAndPort(
        String host,
        @Nullable InetAddress address,
        @Nullable Integer port) {
    private static final int MAX_PORT = 65_535;
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*]");

    /**
     * Parses an authority without user info.
     *
     * @param what how a message calls it: {@code target}, {@code hostname}
     * @throws InvalidTargetException with one line that says what is wrong and what would be right
     */
    public static HostAndPort parse(String authority, String what) throws InvalidTargetException {
        int hostEnd = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (authority.startsWith("[") && hostEnd == 0) {
            throw new InvalidTargetException(what + " has an opening bracket without a closing one (expected: [::1])");
        }
        String host = hostEnd < 0 ? authority : authority.substring(0, hostEnd);
        String afterHost = authority.substring(host.length());
        if (!host.startsWith("[") && afterHost.lastIndexOf(':') > 0) {
            throw new InvalidTargetException(what + " has more than one colon in its host and port"
                    + " (expected: an IPv6 address in brackets, [::1]:8080)");
        }
        if (host.isEmpty()) {
            throw new InvalidTargetException(what + " has no host (expected: HOST or HOST:PORT)");
        }
        if (host.startsWith("[") && !afterHost.isEmpty() && !afterHost.startsWith(":")) {
            throw new InvalidTargetException(what + " has something other than a port after its closing bracket"
                    + " (expected: [::1] or [::1]:8080)");
        }
        Integer port = port(afterHost, what);
        // The ASCII form comes first: digits and dots of other scripts are an address too.
        String ascii = host.startsWith("[") ? host : HostName.mapped(host, what);
        InetAddress address = address(ascii, what);
        return address == null
                ? new HostAndPort(HostName.checked(ascii, what), null, port)
                : new HostAndPort(IpText.of(address), address, port);
    }

    private static @Nullable Integer port(String afterHost, String what) throws InvalidTargetException {
        if (afterHost.isEmpty() || afterHost.equals(":")) {
            return null;
        }
        String digits = afterHost.substring(1);
        boolean number = afterHost.startsWith(":")
                && digits.length() <= 5
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new InvalidTargetException(
                    what + " has the port \"" + Printable.masked(digits, 16) + "\" (expected: 1 to 65535)");
        }
        return port;
    }

    private static @Nullable InetAddress address(String host, String what) throws InvalidTargetException {
        if (!host.startsWith("[")) {
            return Ipv4Spellings.parse(HostName.withoutTrailingDot(host), what);
        }
        try {
            if (host.indexOf('%') >= 0) {
                throw new InvalidTargetException(what + " has an IPv6 address with a zone (expected: one without)");
            }
            if (!IPV6.matcher(host).matches()) {
                throw new UnknownHostException(host);
            }
            // With a colon it is never taken for a name, so that nothing is looked up here.
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new InvalidTargetException(
                    what + " has no IPv6 address between its brackets (expected: one such as [2001:db8::1])");
        }
    }

    /** The host as it stands in a URL: an IPv6 address in brackets (RFC 3986 §3.2.2). */
    public static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
