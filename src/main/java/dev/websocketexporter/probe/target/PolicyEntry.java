package dev.websocketexporter.probe.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of a {@link TargetPolicy}: a host glob ({@code *.example.com}), an address, or a CIDR. */
public final class PolicyEntry {
    /** What is meant as an address; everything else is a glob. */
    private static final Pattern LITERAL_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /** Four decimal numbers; with a leading zero some read it as octal, so that nobody knows what it denies. */
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
            if (slash >= 0 || !GLOB.matcher(host).matches()) {
                throw bad(text);
            }
            return new PolicyEntry(text, glob(host), null, 0);
        }
        byte[] network = address(text, host);
        int prefix = slash < 0 ? network.length * 8 : prefixLength(text, text.substring(slash + 1), network.length * 8);
        return new PolicyEntry(text, null, network, prefix);
    }

    /** Whether this entry is about addresses, not names. */
    public boolean isAddresses() {
        return network != null;
    }

    /** Whether the host's name matches this glob; case and a trailing dot do not count. */
    public boolean matchesName(String host) {
        return glob != null
                && glob.matcher(relative(host).toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether the address is in this network; an IPv4-mapped IPv6 address counts as the IPv4 address that it is. */
    public boolean matchesAddress(InetAddress address) {
        return contains(unmapped(address));
    }

    /**
     * Whether the address leads into this network: it is there, or a translator or a tunnel makes of it an IPv4 address
     * that is there. That is enough to deny it, and not enough to allow it.
     */
    public boolean leadsHere(InetAddress address) {
        byte[] embedded = in(address);
        return matchesAddress(address) || (embedded != null && contains(embedded));
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

    private static int prefixLength(String text, String digits, int bits) {
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits) {
            throw bad(text);
        }
        return Integer.parseInt(digits);
    }

    private static Pattern glob(String host) {
        StringBuilder regex = new StringBuilder();
        for (char c : relative(host).toLowerCase(Locale.ROOT).toCharArray()) {
            regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }

    /** A name with a trailing dot is the same name. */
    private static String relative(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
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

    /**
     * How such an address begins, and where the other one stands in it.
     *
     * @param prefix in hex
     * @param offset in bytes
     */
    private record Form(String prefix, int offset) {}

    private static final List<Form> FORMS = List.of(
            // NAT64, the well-known prefix (RFC 6052 §2.1) and the one for local use (RFC 8215) with 96 bits.
            new Form("0064ff9b0000000000000000", 12),
            new Form("0064ff9b0001", 12),
            // 6to4 (RFC 3056 §2).
            new Form("2002", 2),
            // IPv4-compatible (RFC 4291 §2.5.5.1).
            new Form("000000000000000000000000", 12),
            // IPv4-translated (RFC 2765 §2.1).
            new Form("0000000000000000ffff0000", 12));

    /** The four bytes of it; null when there is none. */
    static byte @Nullable [] in(InetAddress address) {
        byte[] bytes = address.getAddress();
        // :: and ::1 begin like IPv4-compatible ones and are none.
        if (bytes.length != 16 || address.isAnyLocalAddress() || address.isLoopbackAddress()) {
            return null;
        }
        String hex = HexFormat.of().formatHex(bytes);
        for (Form form : FORMS) {
            if (hex.startsWith(form.prefix())) {
                return Arrays.copyOfRange(bytes, form.offset(), form.offset() + 4);
            }
        }
        return null;
    }
}
