package dev.websocketexporter.probe.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of a {@link TargetPolicy}: a host glob ({@code *.example.com}), an address, or a CIDR. */
public final class PolicyEntry {
    /** What is read as an address; everything else is a glob. */
    private static final Pattern LITERAL_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /** Four decimal numbers; a leading zero is refused, since some programs read it as octal. */
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*");
    private static final Pattern GLOB = Pattern.compile("[\\p{Alnum}*._-]+");

    private final String text;
    private final @Nullable Pattern glob;
    private final byte @Nullable [] network;
    private final int prefixLength;

    private PolicyEntry(String text, @Nullable Pattern glob, byte @Nullable [] network, int prefixLength) {
        this.text = text;
        this.glob = glob;
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /**
     * Parses an entry; nothing is looked up.
     *
     * @throws IllegalArgumentException with one line that says what would be right
     */
    public static PolicyEntry parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL_ADDRESS.matcher(host).matches()) {
            String ascii = ascii(text, host);
            if (slash >= 0 || !GLOB.matcher(ascii).matches()) {
                throw bad(text);
            }
            return new PolicyEntry(text, glob(ascii), null, 0);
        }
        byte[] network = address(text, host);
        // An IPv4-mapped network is the IPv4 network that it is: ::ffff:0:0/96 is all of IPv4.
        boolean mapped = network.length == 4 && host.indexOf(':') >= 0;
        int prefix = slash < 0
                ? network.length * 8
                : prefixLength(text, text.substring(slash + 1), mapped ? 128 : network.length * 8) - (mapped ? 96 : 0);
        if (prefix < 0) {
            throw bad(text);
        }
        return new PolicyEntry(text, null, network, prefix);
    }

    /** Whether this entry is about addresses, not names. */
    boolean isAddresses() {
        return network != null;
    }

    /** Whether the host's name matches this glob; case and a trailing dot do not count. */
    boolean matchesName(String host) {
        return glob != null
                && glob.matcher(HostName.withoutTrailingDot(host).toLowerCase(Locale.ROOT))
                        .matches();
    }

    /** Whether the address is in this network; an IPv4-mapped IPv6 address counts as the IPv4 address that it is. */
    public boolean matchesAddress(InetAddress address) {
        return contains(unmapped(address));
    }

    /**
     * Whether the address leads into this network: it is there, or the system, a translator or a tunnel makes of it an
     * address that is there. That is enough to deny it, and not enough to allow it.
     */
    boolean leadsHere(InetAddress address) {
        return matchesAddress(address) || ReachedAddresses.of(address).stream().anyMatch(this::contains);
    }

    private boolean contains(byte[] bytes) {
        if (network == null || bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** {@link InetAddress#getByAddress} turns a mapped address into an IPv4 one; an Inet6Address made otherwise may be mapped still. */
    private static byte[] unmapped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress()).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static byte[] address(String text, String host) {
        try {
            if (IPV4.matcher(host).matches()) {
                return ipv4(text, host);
            }
            if (!IPV6.matcher(host).matches()) {
                throw bad(text);
            }
            // In brackets and with a colon it is never taken for a name, so that nothing is looked up here.
            return InetAddress.getByName("[" + host + "]").getAddress();
        } catch (UnknownHostException e) {
            throw bad(text);
        }
    }

    private static byte[] ipv4(String text, String host) {
        byte[] bytes = new byte[4];
        String[] parts = host.split("\\.", -1);
        for (int i = 0; i < bytes.length; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part > 255) {
                throw bad(text);
            }
            bytes[i] = (byte) part;
        }
        return bytes;
    }

    /** The form that targets have; of a label with a star, nothing but ASCII can be mapped. */
    private static String ascii(String text, String host) {
        List<String> labels = new ArrayList<>();
        for (String label : HostName.labels(host)) {
            try {
                labels.add(label.indexOf('*') < 0 ? HostName.mapped(label, "policy entry \"" + text + "\"") : label);
            } catch (InvalidTargetException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return String.join(".", labels);
    }

    private static int prefixLength(String text, String digits, int bits) {
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits) {
            throw bad(text);
        }
        return Integer.parseInt(digits);
    }

    private static Pattern glob(String host) {
        StringBuilder regex = new StringBuilder();
        for (char c : HostName.withoutTrailingDot(host).toLowerCase(Locale.ROOT).toCharArray()) {
            regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("not a policy entry: \"" + text
                + "\" (expected: a host glob such as *.example.com, an address, or a network such as 10.0.0.0/8)");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicyEntry entry && entry.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
