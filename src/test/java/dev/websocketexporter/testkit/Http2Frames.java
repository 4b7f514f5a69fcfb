package dev.websocketexporter.testkit;

/**
 * What a client of HTTP/2 sends, byte by byte (RFC 9113 §4.1, RFC 7541), as text of which each character is a byte: so tests do
 * what no library lets its users do.
 */
public final class Http2Frames {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int END_STREAM_AND_HEADERS = 5;

    /** RFC 7541 §5.1: longer ones take more than a byte. */
    private static final int MOST_LENGTH = 126;

    /** The preface, and settings with a window of 0 for each stream: nothing of an answer may be sent. */
    public static final String READS_NOTHING =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, "\0\4\0\0\0\0");

    /** The preface, and settings that change nothing. */
    public static final String READS = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, "");

    /** Each has to be answered. */
    public static final String A_PING = frame(PING, 0, 0, "\0".repeat(8));

    private Http2Frames() {}

    /** @param stream an odd number, greater than those before */
    public static String get(int stream, String path) {
        // GET and http, which are indexed; a path and an authority that are not.
        return frame(HEADERS, END_STREAM_AND_HEADERS, stream, "\u0082\u0086\4" + text(path) + "\1" + text("exporter"));
    }

    /** Over TLS, with a login as {@code Authorization} has it. */
    public static String get(int stream, String path, String authorization) {
        String fields = "\u0082\u0087\4" + text(path) + "\1" + text("exporter") + "\17\10" + text(authorization);
        return frame(HEADERS, END_STREAM_AND_HEADERS, stream, fields);
    }

    /** The client cancels the request. */
    public static String reset(int stream) {
        return frame(RST_STREAM, 0, stream, "\0\0\0\10");
    }

    private static String text(String text) {
        if (text.length() > MOST_LENGTH) {
            throw new IllegalArgumentException(
                    text + ": " + text.length() + " characters (expected: at most " + MOST_LENGTH + ")");
        }
        return (char) text.length() + text;
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return "\0" + (char) (payload.length() >> 8) + (char) (payload.length() & 0xff) + (char) type + (char) flags
                + (char) (stream >> 24) + (char) (stream >> 16 & 0xff) + (char) (stream >> 8 & 0xff)
                + (char) (stream & 0xff) + payload;
    }
}
