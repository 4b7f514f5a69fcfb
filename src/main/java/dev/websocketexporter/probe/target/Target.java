package dev.websocketexporter.probe.target;

import dev.websocketexporter.probe.value.QueryValues;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket URL that is probed (RFC 6455 §3), in parts.
 *
 * @param secure {@code wss}
 * @param host a name in its ASCII form and lower case, or an address without brackets
 * @param address the address, when the host is one
 * @param port 1 to 65535
 * @param requestTarget path and query as they are sent in the request line; begins with {@code /}
 */
public record Target(boolean secure, String host, @Nullable InetAddress address, int port, String requestTarget) {
    private static final int WS_PORT = 80;
    private static final int WSS_PORT = 443;
    static final int MAX_LENGTH = 2048;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final String EXPECTED = " (expected: a ws:// or wss:// URL such as wss://example.com/chat)";

    /** RFC 3986 §2.2 and §2.3, with the percent sign of what is encoded already. */
    private static final String SENT_AS_IT_IS = "-._~:/?[]@!$&'()*+,;=%";

    /** The characters of RFC 3986 §3.1. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9+.-]*");

    /**
     * Parses a {@code ws://} or {@code wss://} URL; {@code http://} and {@code https://} mean the same.
     *
     * @param url as the user meant it: already form-decoded, not percent-decoded
     * @throws InvalidTargetException with one line that says what is wrong and what would be right
     */
    public static Target parse(String url) throws InvalidTargetException {
        checkCharacters(url);
        int schemeEnd = url.indexOf("://");
        // Only a scheme is repeated in the message: anything else may be a query with a token.
        if (schemeEnd < 0 || !SCHEME.matcher(url.substring(0, schemeEnd)).matches()) {
            throw new InvalidTargetException("target has no scheme" + EXPECTED);
        }
        boolean secure = isSecure(url.substring(0, schemeEnd));
        String rest = url.substring(schemeEnd + 3);
        if (rest.indexOf('#') >= 0) {
            throw new InvalidTargetException("target has a fragment (#…), which no WebSocket URL may have" + EXPECTED);
        }
        int authorityEnd = endOfAuthority(rest);
        String authority = rest.substring(0, authorityEnd);
        if (authority.indexOf('@') >= 0) {
            throw new InvalidTargetException("target has user info (…@), which would be sent nowhere;"
                    + " credentials belong in the module's http_config");
        }
        HostAndPort hostAndPort = HostAndPort.parse(authority, "target");
        Integer port = hostAndPort.port();
        return new Target(
                secure,
                hostAndPort.host(),
                hostAndPort.address(),
                port == null ? defaultPort(secure) : port,
                requestTarget(rest.substring(authorityEnd)));
    }

    static int defaultPort(boolean secure) {
        return secure ? WSS_PORT : WS_PORT;
    }

    /** The value of {@code Host}: the port is there unless it is the scheme's own (RFC 6455 §4.1). */
    public String hostHeader() {
        return port == defaultPort(secure) ? HostAndPort.bracketed(host) : authority();
    }

    /** Host and port, which is there whatever the scheme (RFC 9110 §9.3.6). */
    public String authority() {
        return HostAndPort.bracketed(host) + ":" + port;
    }

    /** The URL for humans: every value in the query is hidden, since a token may stand there. */
    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + hostHeader() + QueryValues.hideIn(requestTarget);
    }

    private static void checkCharacters(String url) throws InvalidTargetException {
        if (url.isEmpty()) {
            throw new InvalidTargetException("target is empty" + EXPECTED);
        }
        if (url.length() > MAX_LENGTH) {
            throw new InvalidTargetException(
                    "target has " + url.length() + " characters (expected: at most " + MAX_LENGTH + ")");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(url)) {
            throw new InvalidTargetException("target has half a surrogate pair (expected: whole characters)");
        }
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (Character.isISOControl(c) || Character.isSpaceChar(c)) {
                throw new InvalidTargetException(String.format(
                        Locale.ROOT,
                        "target has a space or control character (U+%04X) at position %d (expected: none)",
                        (int) c,
                        i + 1));
            }
        }
    }

    private static boolean isSecure(String scheme) throws InvalidTargetException {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "ws", "http" -> false;
            case "wss", "https" -> true;
            default ->
                throw new InvalidTargetException("target has the scheme \"" + abbreviated(scheme) + "\"" + EXPECTED);
        };
    }

    private static String abbreviated(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "…";
    }

    private static int endOfAuthority(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
                return i;
            }
        }
        return rest.length();
    }

    /** The path is never empty on the wire (RFC 6455 §3); what a request line cannot carry is percent-encoded. */
    private static String requestTarget(String pathAndQuery) {
        String path = pathAndQuery.startsWith("/") ? pathAndQuery : "/" + pathAndQuery;
        StringBuilder encoded = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || SENT_AS_IT_IS.indexOf(c) >= 0);
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
