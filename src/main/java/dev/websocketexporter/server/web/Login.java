package dev.websocketexporter.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A user and a password, as a client sends them (RFC 7617 §2).
 *
 * @param password a secret
 */
record Login(String user, String password) {
    private static final String SCHEME = "Basic ";

    /** What an Authorization field holds; null if it is another scheme, or malformed. */
    static @Nullable Login parse(@Nullable String field) {
        if (field == null || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(field.substring(SCHEME.length()));
            String both = new String(bytes, StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0 ? null : new Login(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
