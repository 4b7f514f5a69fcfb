package dev.websocketexporter.probe;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IPv6 addresses that a translator or a tunnel on the way turns into IPv4 addresses. */
final class EmbeddedIpv4 {
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

    private EmbeddedIpv4() {}

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
