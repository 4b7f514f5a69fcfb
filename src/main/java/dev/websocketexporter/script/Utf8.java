package dev.websocketexporter.script;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Bytes as text. */
public final class Utf8 {
    private static final int CHECKED_AT_ONCE = 1024;
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * The text that Go's regular expressions see in these bytes: every byte that is no part of a valid character is a
     * U+FFFD of its own. (Java's decoder, and RE2/J on bytes, take several for one, or run past the end.)
     */
    static String asGoReads(ByteBuffer in) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        // A byte never makes more than one char.
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CoderResult result = decoder.decode(in, out, true);
        while (result.isMalformed()) {
            in.get();
            out.put(REPLACEMENT);
            result = decoder.reset().decode(in, out, true);
        }
        return out.flip().toString();
    }

    /** Whether these bytes are UTF-8; makes no text of all of them. */
    public static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(CHECKED_AT_ONCE);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return !result.isError();
    }

    /**
     * The text of these bytes.
     *
     * @throws CharacterCodingException when they are not UTF-8
     */
    static String strictly(ByteBuffer bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
}
