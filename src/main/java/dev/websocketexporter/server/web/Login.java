package dev.websocketexporter.server.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user and a password, as a client sends them (RFC 7617 §2): bytes, in whatever encoding. Each character is one byte, so
 * that none is taken for another one.
 *
 * @param password a secret
 */
record Login(String user, String password) {
    private static final String SCHEME = "Basic ";

    /** Base64 comes in fours (RFC 4648 §4); Java takes less for complete. */
    private static final int BASE64_GROUP = 4;

    /** What an Authorization field holds; null if it is another scheme, or malformed. */
    static @Nullable Login parse(@Nullable String field) {
        if (field == null || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String base64 = field.substring(SCHEME.length());
        if (base64.length() % BASE64_GROUP != 0) {
            return null;
        }
        try {
            String both = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
            int colon = both.indexOf(':');
            return colon < 0 ? null : new Login(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The user as the web configuration, which is in UTF-8, calls it; absent: none has such a name. */
    Optional<String> name() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(user.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    byte[] passwordBytes() {
        return password.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
