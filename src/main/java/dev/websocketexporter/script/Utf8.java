package dev.websocketexporter.script;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Bytes as text. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * The text that Go's regular expressions see in these bytes: every byte that is no part of a valid character is a
     * U+FFFD of its own. (Java's decoder, and RE2/J on bytes, take several for one, or run past the end.)
     */
    static String asGoReads(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // A byte never makes more than one char.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isMalformed()) {
            in.get();
            out.put(REPLACEMENT);
            result = decoder.reset().decode(in, out, true);
        }
        return out.flip().toString();
    }

    /**
     * The text of these bytes.
     *
     * @throws CharacterCodingException when they are not UTF-8
     */
    static String strictly(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
