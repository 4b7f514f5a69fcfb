package dev.websocketexporter.server.http;

import dev.websocketexporter.probe.value.Digests;
import java.util.HexFormat;
import java.util.List;

/**
 * A mark by which a client knows that it has an answer already (RFC 9110 §8.8.3): weak, since compressed or not, an answer
 * is the same.
 *
 * @param opaque letters, digits and hyphens
 */
public record EntityTag(String opaque) {
    private static final String WEAK = "W/";
    private static final int HASH_BYTES = 12;

    /** Of a body that is at hand: it is its hash. */
    public static EntityTag of(byte[] body) {
        return new EntityTag(HexFormat.of().formatHex(Digests.sha256().digest(body), 0, HASH_BYTES));
    }

    /** The value of {@code ETag}. */
    String header() {
        return WEAK + quoted();
    }

    private String quoted() {
        return '"' + opaque + '"';
    }

    /** Whether it stands in {@code If-None-Match}, whose tags are compared weakly (§13.1.2). */
    boolean isAmong(List<String> headers) {
        for (String header : headers) {
            for (String tag : header.split(",", -1)) {
                String text = tag.strip();
                if (text.equals("*") || text.equals(quoted()) || text.equals(header())) {
                    return true;
                }
            }
        }
        return false;
    }
}
