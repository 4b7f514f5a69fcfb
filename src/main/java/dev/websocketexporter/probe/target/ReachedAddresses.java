package dev.websocketexporter.probe.target;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Where packets to an address end up, if that is another address: the system sends those to the unspecified one to the
 * loopback interface, and translators and tunnels find an IPv4 address inside.
 */
final class ReachedAddresses {
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /**
     * How such an address looks, and where the other one stands in it.
     *
     * @param pattern the beginning in hex; a dot is any digit
     * @param bytes where its four bytes are
     * @param inverted every bit is the other one
     */
    private record Form(String pattern, List<Integer> bytes, boolean inverted) {
        Form(String pattern, int offset) {
            this(pattern, List.of(offset, offset + 1, offset + 2, offset + 3), false);
        }

        boolean matches(String hex) {
            for (int i = 0; i < pattern.length(); i++) {
                if (pattern.charAt(i) != '.' && pattern.charAt(i) != hex.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        byte[] in(byte[] address) {
            byte[] found = new byte[bytes.size()];
            for (int i = 0; i < bytes.size(); i++) {
                found[i] = (byte) (inverted ? ~address[bytes.get(i)] : address[bytes.get(i)]);
            }
            return found;
        }
    }

    private static final List<Form> FORMS = List.of(
            // NAT64, the well-known prefix (RFC 6052 §2.1).
            new Form("0064ff9b0000000000000000", 12),
            // NAT64, the prefix for local use (RFC 8215), at each length that fits (RFC 6052 §2.2): 96, 48, 56 and 64
            // bits.
            new Form("0064ff9b0001", 12),
            new Form("0064ff9b0001", List.of(6, 7, 9, 10), false),
            new Form("0064ff9b0001", List.of(7, 9, 10, 11), false),
            new Form("0064ff9b0001", 9),
            // 6to4 (RFC 3056 §2).
            new Form("2002", 2),
            // Teredo: the server, and the client with inverted bits (RFC 4380 §4).
            new Form("20010000", 4),
            new Form("20010000", List.of(12, 13, 14, 15), true),
            // ISATAP, behind any prefix of 64 bits (RFC 5214 §6.1).
            new Form("................00005efe", 12),
            new Form("................02005efe", 12),
            // IPv4-compatible (RFC 4291 §2.5.5.1).
            new Form("000000000000000000000000", 12),
            // IPv4-translated (RFC 2765 §2.1).
            new Form("0000000000000000ffff0000", 12));

    private ReachedAddresses() {}

    /** The bytes of each; empty for an address that leads nowhere else. */
    static List<byte[]> of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address.isAnyLocalAddress()) {
            return List.of(bytes.length == 4 ? LOOPBACK_4 : LOOPBACK_6);
        }
        // ::1 begins like an IPv4-compatible one and is none.
        if (bytes.length == 4 || address.isLoopbackAddress()) {
            return List.of();
        }
        List<byte[]> reached = new ArrayList<>();
        String hex = HexFormat.of().formatHex(bytes);
        for (Form form : FORMS) {
            if (form.matches(hex)) {
                byte[] inside = form.in(bytes);
                reached.add(inside);
                if (Arrays.equals(inside, new byte[4])) {
                    reached.add(LOOPBACK_4);
                }
            }
        }
        return reached;
    }
}
