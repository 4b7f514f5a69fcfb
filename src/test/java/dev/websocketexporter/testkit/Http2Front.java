package dev.websocketexporter.testkit;

import dev.websocketexporter.testkit.Http2Connection.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 in front of a script that speaks HTTP/1.1, as a proxy is in front of a server: so what is known to happen over one
 * version can be held against the other. The head of the request is told in HTTP/1.1, and that of the response is taken so;
 * all other bytes are DATA. One thread may read, and another write.
 */
final class Http2Front {
    private static final int MOST_DATA = 16 * 1024;
    private static final int DEFAULT_WINDOW = 65_535;
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** What HTTP/2 has not (RFC 8441 §5, RFC 9113 §8.2.2). */
    private static final Set<String> DROPPED =
            Set.of("upgrade", "connection", "sec-websocket-accept", "transfer-encoding", "keep-alive");

    private final Http2Connection connection;
    private InputStream pending = InputStream.nullInputStream();
    private @Nullable ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean begun;
    private volatile boolean ended;
    private boolean pumping;
    private int frames;
    private long connectionWindow = DEFAULT_WINDOW;
    private long streamWindow = DEFAULT_WINDOW;

    Http2Front(InputStream in, OutputStream out) {
        this.connection = new Http2Connection(in, out);
    }

    /** What the client says: the head of its request as HTTP/1.1 has it, then the DATA. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                begin();
                if (length == 0) {
                    return 0;
                }
                int seen = frames();
                int read = taken(bytes, offset, length);
                while (read < 0 && !ended) {
                    pump(seen);
                    seen = frames();
                    read = taken(bytes, offset, length);
                }
                return read;
            }
        };
    }

    /** What the server says: the head of its response as HTTP/1.1 has it, then DATA. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                begin();
                if (head == null) {
                    data(bytes, offset, length);
                } else {
                    head.write(bytes, offset, length);
                    answerIfWhole(head.toString(StandardCharsets.ISO_8859_1));
                }
            }
        };
    }

    private synchronized int taken(byte[] bytes, int offset, int length) throws IOException {
        return pending.read(bytes, offset, length);
    }

    private synchronized int frames() {
        return frames;
    }

    /**
     * Takes a frame of the client's, or waits until another thread has taken one after the first {@code seen}: the one that was
     * wanted may have come since the caller looked, and may be the last for long.
     */
    private void pump(int seen) throws IOException {
        synchronized (this) {
            if (pumping || frames != seen) {
                awaitFrame(seen);
                return;
            }
            pumping = true;
        }
        try {
            take(connection.readFrame());
        } finally {
            synchronized (this) {
                pumping = false;
                frames++;
                notifyAll();
            }
        }
    }

    private synchronized void awaitFrame(int after) throws IOException {
        try {
            while (frames == after) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted while another thread reads", e);
        }
    }

    private synchronized void begin() throws IOException {
        if (!begun) {
            begun = true;
            connection.readPreface();
            connection.settings(Http2Connection.ENABLE_CONNECT_PROTOCOL, 1);
            Frame frame = connection.readFrame();
            while (frame.type() != Http2Connection.HEADERS) {
                take(frame);
                frame = connection.readFrame();
            }
            pending = new ByteArrayInputStream(http1(connection.fields(frame)));
        }
    }

    private static byte[] http1(Map<String, String> fields) {
        StringBuilder text = new StringBuilder("GET " + fields.get(":path") + " HTTP/1.1\r\nHost: "
                + fields.get(":authority") + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                + KEY
                + "\r\n");
        fields.forEach((name, value) -> {
            if (!name.startsWith(":")) {
                text.append(name).append(": ").append(value).append("\r\n");
            }
        });
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void answerIfWhole(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        head = null;
        String[] lines = text.substring(0, end).split("\r\n");
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        String status = lines[0].split(" ")[1];
        fields.add(Map.entry(":status", status.equals("101") ? "200" : status));
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split(":", 2);
            String name = parts[0].toLowerCase(Locale.ROOT);
            if (!DROPPED.contains(name)) {
                fields.add(Map.entry(name, parts[1].strip()));
            }
        }
        connection.headers(Http2Connection.END_HEADERS, Http2Connection.fields(fields));
        byte[] rest = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        data(rest, 0, rest.length);
    }

    private void data(byte[] bytes, int offset, int length) throws IOException {
        int sent = 0;
        while (sent < length) {
            int seen = frames();
            int part = window(Math.min(MOST_DATA, length - sent));
            while (part == 0) {
                pump(seen);
                seen = frames();
                part = window(Math.min(MOST_DATA, length - sent));
            }
            byte[] payload = new byte[part];
            System.arraycopy(bytes, offset + sent, payload, 0, part);
            connection.data(0, payload);
            sent += part;
        }
    }

    /** Takes up to so much of the windows of the client; zero: they are closed. */
    private synchronized int window(int most) {
        int part = (int) Math.max(0, Math.min(Math.min(connectionWindow, streamWindow), most));
        connectionWindow -= part;
        streamWindow -= part;
        return part;
    }

    private void grant(int bytes) {
        try {
            connection.windowUpdate(0, bytes);
            connection.windowUpdate(1, bytes);
        } catch (IOException e) {
            return; // the script has ended its direction, and the client may need no more room
        }
    }

    private synchronized void take(Frame frame) throws IOException {
        switch (frame.type()) {
            case Http2Connection.DATA -> {
                pending = new ByteArrayInputStream(Http2Connection.concat(pending.readAllBytes(), frame.payload()));
                if (frame.payload().length > 0) {
                    grant(frame.payload().length);
                }
                ended = frame.has(Http2Connection.END_STREAM);
            }
            case Http2Connection.WINDOW_UPDATE -> {
                if (frame.stream() == 0) {
                    connectionWindow += frame.number(0);
                } else {
                    streamWindow += frame.number(0);
                }
            }
            case Http2Connection.SETTINGS -> {
                for (int at = 0; at < frame.payload().length; at += 6) {
                    boolean window = frame.payload()[at + 1] == Http2Connection.INITIAL_WINDOW_SIZE;
                    streamWindow += window ? frame.number(at + 2) - DEFAULT_WINDOW : 0;
                }
            }
            default -> {
                // what else a client says changes nothing here
            }
        }
    }
}
