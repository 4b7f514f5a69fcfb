package dev.websocketexporter.engine.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;

/**
 * Collects the beginning of the body of a response that refuses something (RFC 9112 §6). It believes what the head says
 * of its length only as far as bytes come; chunks that make no sense are the body as it is.
 */
public final class RefusalBody {
    /** The most that is kept, in bytes. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final long UNKNOWN = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final HttpHeaders fields;
    private final boolean chunked;
    private final long length;
    private boolean over;

    public RefusalBody(ResponseHead head) {
        int code = head.line().code();
        boolean none = head.line().isInterim()
                || code == NO_CONTENT
                || code == NOT_MODIFIED
                || head.end() == ResponseHead.End.CONNECTION;
        this.fields = head.fields();
        this.chunked = !none && isChunked(fields);
        this.length = none ? 0 : chunked ? UNKNOWN : length(fields);
    }

    private static boolean isChunked(HttpHeaders fields) {
        return fields.getAll("Transfer-Encoding").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("chunked"));
    }

    /** Several lengths, or one that is no number, say nothing. */
    private static long length(HttpHeaders fields) {
        List<String> values = fields.getAll("Content-Length").stream()
                .map(String::strip)
                .distinct()
                .toList();
        return values.size() == 1 && values.get(0).matches("\\d{1,18}") ? Long.parseLong(values.get(0)) : UNKNOWN;
    }

    /** Takes bytes as they came, as far as they belong to it and there is room; the buffer is not released. */
    public void take(ByteBuf in) {
        long most = (length == UNKNOWN ? MAX_BYTES : Math.min(length, MAX_BYTES)) - bytes.size();
        byte[] taken = new byte[(int) Math.min(in.readableBytes(), most)];
        in.readBytes(taken);
        bytes.writeBytes(taken);
    }

    /** The connection has ended, and with it the body. */
    public void end() {
        over = true;
    }

    /** Whether nothing more is to come that would be kept. */
    public boolean isComplete() {
        return bytes.size() >= MAX_BYTES || isWhole();
    }

    private boolean isWhole() {
        if (!chunked) {
            return length == UNKNOWN ? over : bytes.size() == length;
        }
        byte[] raw = bytes.toByteArray();
        return raw.length > 0 && raw[raw.length - 1] == '\n' && new Chunks(raw).isEnded();
    }

    /** Whether all of the body is here. */
    boolean isAll() {
        return isWhole() && bytes.size() < MAX_BYTES;
    }

    /** What came of it, without the frame of its chunks. */
    byte[] content() {
        byte[] raw = bytes.toByteArray();
        Chunks chunks = chunked ? new Chunks(raw) : null;
        return chunks == null || chunks.makesNoSense() ? raw : chunks.content();
    }

    /** The fields of its head. */
    HttpHeaders fields() {
        return fields;
    }
}
