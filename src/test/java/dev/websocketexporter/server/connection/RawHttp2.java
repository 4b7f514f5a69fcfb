package dev.websocketexporter.server.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;

/** Frames of HTTP/2 (RFC 9113 §4.1), one character for each byte. */
final class RawHttp2 {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;

    /** The preface, and settings with a window of 0 for each stream. */
    static final String READS_NOTHING = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, "\0\4\0\0\0\0");

    private static final int CONTINUATION = 9;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int LARGEST_FRAME = 16 * 1024;

    private RawHttp2() {}

    record Frame(int type, int flags, int stream, byte[] payload) {}

    static String get(int stream, String path, String... fields) {
        return request(0x82, END_STREAM, stream, path, fields);
    }

    /** The head, after which the body is to come. */
    static String post(int stream, String path) {
        return request(0x83, 0, stream, path);
    }

    /** RFC 7541: method and http by their numbers, then a path and an authority that are not indexed. */
    private static String request(int method, int endStream, int stream, String path, String... fields) {
        String head = (char) method + "\u0086\4" + text(path) + "\1" + text("exporter") + String.join("", fields);
        StringBuilder frames = new StringBuilder();
        for (int at = 0; at < head.length(); at += LARGEST_FRAME) {
            int end = Math.min(head.length(), at + LARGEST_FRAME);
            int flags = (at == 0 ? endStream : 0) | (end == head.length() ? END_HEADERS : 0);
            frames.append(frame(at == 0 ? HEADERS : CONTINUATION, flags, stream, head.substring(at, end)));
        }
        return frames.toString();
    }

    static String field(String name, String value) {
        return "\0" + text(name) + text(value);
    }

    /** With its length, of 7 bits or more (RFC 7541 §5.1). */
    private static String text(String text) {
        int most = 0x7f;
        if (text.length() < most) {
            return (char) text.length() + text;
        }
        StringBuilder coded = new StringBuilder().append((char) most);
        int rest = text.length() - most;
        while (rest >= 0x80) {
            coded.append((char) (rest & 0x7f | 0x80));
            rest >>= 7;
        }
        return coded.append((char) rest).append(text).toString();
    }

    static String data(int stream, String text) {
        return frame(DATA, 0, stream, text);
    }

    static String windowUpdate(int stream, int bytes) {
        return frame(WINDOW_UPDATE, 0, stream, "\0\0" + (char) (bytes >> 8) + (char) (bytes & 0xff));
    }

    static String frame(int type, int flags, int stream, String payload) {
        return "\0" + (char) (payload.length() >> 8) + (char) (payload.length() & 0xff) + (char) type + (char) flags
                + "\0\0" + (char) (stream >> 8) + (char) (stream & 0xff) + payload;
    }

    static List<Frame> parse(byte[] received) {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(received);
        while (in.hasRemaining()) {
            int length = (in.get() & 0xff) << 16 | in.getShort() & 0xffff;
            int type = in.get();
            int flags = in.get();
            int stream = in.getInt();
            byte[] payload = new byte[length];
            in.get(payload);
            frames.add(new Frame(type, flags, stream, payload));
        }
        return frames;
    }

    /** Of each stream, the head of its answer. */
    static Map<Integer, MetaData.Response> answers(byte[] received) throws Exception {
        Map<Integer, MetaData.Response> answers = new HashMap<>();
        HpackDecoder decoder = new HpackDecoder(8 * 1024, System::nanoTime);
        for (Frame frame : parse(received)) {
            if (frame.type() == HEADERS) {
                answers.put(frame.stream(), (MetaData.Response) decoder.decode(ByteBuffer.wrap(frame.payload())));
            }
        }
        return answers;
    }
}
