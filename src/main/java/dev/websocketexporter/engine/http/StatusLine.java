package dev.websocketexporter.engine.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a response (RFC 9112 §4).
 *
 * @param version as it came, such as {@code HTTP/1.1}
 * @param major of the version
 * @param minor of the version; zero when there is none
 * @param code 100 to 999
 * @param reason the reason phrase; empty when there is none
 */
public record StatusLine(String version, int major, int minor, int code, String reason) {
    private static final Pattern FORM =
            Pattern.compile("(HTTP/(\\d{1,3})(?:\\.(\\d{1,3}))?)[ \t]+([1-9]\\d\\d)(?:[ \t](.*))?", Pattern.DOTALL);

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL = 200;

    /** That of a response over HTTP/2, which has only a code. */
    public static StatusLine ofHttp2(int code) {
        return new StatusLine("HTTP/2", 2, 0, code, "");
    }

    /** Null when the line is none. */
    static @Nullable StatusLine parse(String line) {
        Matcher parts = FORM.matcher(line);
        if (!parts.matches()) {
            return null;
        }
        String minor = parts.group(3);
        String reason = parts.group(5);
        return new StatusLine(
                parts.group(1),
                Integer.parseInt(parts.group(2)),
                minor == null ? 0 : Integer.parseInt(minor),
                Integer.parseInt(parts.group(4)),
                reason == null ? "" : reason.strip());
    }

    /** RFC 9110 §15.2: another response follows this one. A 101 is the last one of HTTP. */
    public boolean isInterim() {
        return code < FIRST_FINAL && code != SWITCHING_PROTOCOLS;
    }

    /** Whether the server speaks an HTTP that may be upgraded, 1.1 or a later 1.x (RFC 9110 §2.5). */
    public boolean isHttp11() {
        return major == 1 && minor >= 1;
    }

    /** The version in figures, such as {@code 1.1} or {@code 2}. */
    public String httpVersion() {
        return major == 2 ? "2" : major + "." + minor;
    }

    /** The code and the reason phrase. */
    public String status() {
        return reason.isEmpty() ? String.valueOf(code) : code + " " + reason;
    }

    @Override
    public String toString() {
        return version + " " + status();
    }
}
