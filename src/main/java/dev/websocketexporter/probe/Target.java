package dev.websocketexporter.probe;

import java.net.InetAddress;
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

    /**
     * Parses a {@code ws://} or {@code wss://} URL; {@code http://} and {@code https://} are taken for these.
     *
     * @param url as the user meant it: already form-decoded, not percent-decoded
     * @throws InvalidTargetException with one line that says what is wrong and what would be right
     */
    public static Target parse(String url) throws InvalidTargetException {
        return TargetParser.parse(url);
    }

    static int defaultPort(boolean secure) {
        return secure ? WSS_PORT : WS_PORT;
    }

    /** The value of {@code Host}: the port is there unless it is the scheme's own (RFC 6455 §4.1). */
    public String hostHeader() {
        return port == defaultPort(secure) ? bracketedHost() : bracketedHost() + ":" + port;
    }

    /** Host and port, which is there whatever the scheme (RFC 9110 §9.3.6). */
    public String authority() {
        return bracketedHost() + ":" + port;
    }

    /** The URL for humans: every value in the query is hidden, since a token may stand there. */
    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + hostHeader() + QueryValues.hideIn(requestTarget);
    }

    private String bracketedHost() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
