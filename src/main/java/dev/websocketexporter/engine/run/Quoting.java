package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.value.QueryValues;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a peer said, made fit for one line of text. */
public final class Quoting {
    private Quoting() {}

    /** The text with control characters as escapes, cut to a length. */
    public static String printable(String text, int maxLength) {
        // Nearly every text is printable and short: it need not be copied.
        if (text.length() < maxLength && isPrintable(text)) {
            return text;
        }
        StringBuilder printable = new StringBuilder(Math.min(text.length(), maxLength) + 16);
        for (int i = 0; i < text.length() && printable.length() < maxLength; i++) {
            char c = text.charAt(i);
            if (isPrintable(c)) {
                printable.append(c);
            } else {
                printable.append(escape(c));
            }
        }
        return printable.length() < maxLength ? printable.toString() : printable.substring(0, maxLength - 1) + "…";
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(char c) {
        return !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
    }

    /** The first bytes of a buffer, without consuming them, in double quotes. */
    public static String firstBytes(ByteBuf buffer, int maxBytes) {
        int length = Math.min(buffer.readableBytes(), maxBytes);
        String latin1 = buffer.toString(buffer.readerIndex(), length, StandardCharsets.ISO_8859_1);
        return quoted(latin1) + (buffer.readableBytes() > length ? "…" : "");
    }

    /**
     * What a peer said, in double quotes, with everything but printable ASCII as escapes, so that it says what was on the
     * wire. Values of a query are hidden: a peer may just repeat our request.
     */
    public static String quoted(String said) {
        String text = QueryValues.hideIn(said);
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= 0x20 && c < 0x7f) {
                quoted.append(c);
            } else {
                quoted.append(escape(c));
            }
        }
        return quoted.append('"').toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c);
        };
    }
}
