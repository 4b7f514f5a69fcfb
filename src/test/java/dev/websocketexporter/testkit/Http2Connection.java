package dev.websocketexporter.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server's end of an HTTP/2 connection, frame by frame, right or wrong (RFC 9113). Used by one thread. */
public final class Http2Connection {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;

    public static final int INITIAL_WINDOW_SIZE = 4;
    public static final int MAX_CONCURRENT_STREAMS = 3;
    public static final int ENABLE_CONNECT_PROTOCOL = 8;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int LITERAL = 0;
    private static final int LONG_LENGTH = 127;

    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(true);

    /** A frame of the client. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record Frame(int type, int flags, int stream, byte[] payload) {
        public boolean has(int flag) {
            return (flags & flag) != 0;
        }

        /** The first four bytes as a number, such as the code of an RST_STREAM. */
        public long number(int at) {
            return ByteBuffer.wrap(payload).getInt(at) & 0xffffffffL;
        }
    }

    public Http2Connection(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** Of a peer that speaks HTTP/2. */
    public static Http2Connection of(Peer peer) throws IOException {
        return new Http2Connection(peer.input(), peer.output());
    }

    /** Reads the client's preface. */
    public void readPreface() throws IOException {
        String came = new String(in.readNBytes(PREFACE.length()), StandardCharsets.ISO_8859_1);
        if (!came.equals(PREFACE)) {
            throw new IllegalStateException("the client began with " + came + " (expected: the preface of HTTP/2)");
        }
    }

    public Frame readFrame() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("a frame cut off");
        }
        return new Frame(type, flags, stream, payload);
    }

    /** Reads up to the next frame of that type. */
    public Frame readFrame(int type) throws IOException {
        Frame frame = readFrame();
        while (frame.type() != type) {
            frame = readFrame();
        }
        return frame;
    }

    /** Reads the preface, allows extended CONNECT, and reads the request: its fields by name. */
    public Map<String, String> readRequest() throws IOException {
        readPreface();
        settings(ENABLE_CONNECT_PROTOCOL, 1);
        return fields(readFrame(HEADERS));
    }

    /** Reads the request and opens the stream; what follows is DATA. */
    public Map<String, String> accept() throws IOException {
        Map<String, String> request = readRequest();
        headers(END_HEADERS, field(":status", "200"));
        return request;
    }

    /** The fields of a header list, the pseudo ones first. */
    public Map<String, String> fields(Frame frame) {
        ByteBuf block = Unpooled.wrappedBuffer(frame.payload());
        try {
            Http2Headers list = headers.decodeHeaders(frame.stream(), block);
            Map<String, String> fields = new LinkedHashMap<>();
            list.forEach(field -> fields.merge(
                    field.getKey().toString(), field.getValue().toString(), (one, other) -> one + ", " + other));
            return fields;
        } catch (Http2Exception e) {
            throw new IllegalStateException("a header list of the client", e);
        }
    }

    /** SETTINGS of identifiers, each with its value after it. */
    public void settings(int... pairs) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(pairs.length * 3);
        for (int i = 0; i < pairs.length; i += 2) {
            payload.putShort((short) pairs[i]).putInt(pairs[i + 1]);
        }
        frame(SETTINGS, 0, 0, payload.array());
    }

    /** HEADERS of the first stream. */
    public void headers(int flags, byte[]... fields) throws IOException {
        frame(HEADERS, flags, 1, concat(fields));
    }

    public void data(int flags, byte... payload) throws IOException {
        frame(DATA, flags, 1, payload);
    }

    public void reset(int code) throws IOException {
        frame(RST_STREAM, 0, 1, number(code));
    }

    public void goAway(int lastStream, int code, String debugData) throws IOException {
        frame(GOAWAY, 0, 0, concat(number(lastStream), number(code), debugData.getBytes(StandardCharsets.ISO_8859_1)));
    }

    public void windowUpdate(int stream, int increment) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, number(increment));
    }

    public void frame(int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        send(frame.array());
    }

    /** Whole frames, so that those of two threads are not mixed. */
    public synchronized void send(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A field that is not compressed and not remembered (RFC 7541 §6.2.2). */
    public static byte[] field(String name, String value) {
        return concat(new byte[] {LITERAL}, text(name), text(value));
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        if (bytes.length < LONG_LENGTH) {
            encoded.write(bytes.length);
        } else {
            encoded.write(LONG_LENGTH);
            int rest = bytes.length - LONG_LENGTH;
            while (rest >= 128) {
                encoded.write(rest & 0x7f | 0x80);
                rest >>= 7;
            }
            encoded.write(rest);
        }
        encoded.writeBytes(bytes);
        return encoded.toByteArray();
    }

    public static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Lists of fields as the rows have them. */
    public static byte[] fields(List<Map.Entry<String, String>> fields) {
        List<byte[]> parts = new ArrayList<>();
        fields.forEach(field -> parts.add(field(field.getKey(), field.getValue())));
        return concat(parts.toArray(byte[][]::new));
    }
}
