package dev.websocketexporter.script;

import dev.websocketexporter.probe.value.Bytes;
import java.util.HexFormat;

/** The beginning of something long, for humans; an ellipsis says that it goes on. */
public final class Shortened {
    private static final char ELLIPSIS = '…';

    private Shortened() {}

    /** The text, cut behind that many chars but never inside a character. */
    public static String text(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return text.substring(0, end) + ELLIPSIS;
    }

    /** The bytes in hex, cut behind that many. */
    public static String hex(Bytes bytes, int maxBytes) {
        String hex = HexFormat.of().formatHex(bytes.toArray(), 0, Math.min(bytes.length(), maxBytes));
        return bytes.length() <= maxBytes ? hex : hex + ELLIPSIS;
    }
}
