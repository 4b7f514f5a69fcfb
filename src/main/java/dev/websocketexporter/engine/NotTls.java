package dev.websocketexporter.engine;

import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows what a server said instead of TLS. */
final class NotTls {
    private static final int MAX_BYTES = 32;
    private static final Pattern HEX_AT_END = Pattern.compile("([0-9a-f]{2,})$");

    private NotTls() {}

    /** The first bytes, from the message of Netty's exception, which ends with all of them in hex. */
    static String firstBytes(String message) {
        Matcher matcher = HEX_AT_END.matcher(message);
        if (!matcher.find()) {
            return message;
        }
        String hex = matcher.group(1);
        String first = hex.substring(0, Math.min(hex.length() & ~1, 2 * MAX_BYTES));
        String text = new String(ByteBufUtil.decodeHexDump(first), StandardCharsets.ISO_8859_1);
        return Quoting.quoted(text) + (hex.length() > first.length() ? "…" : "");
    }
}
