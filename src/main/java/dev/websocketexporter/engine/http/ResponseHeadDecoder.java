package dev.websocketexporter.engine.http;

import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead.Fault;
import dev.websocketexporter.engine.run.HeadMemory;
import dev.websocketexporter.engine.run.HeadMemory.Room;
import dev.websocketexporter.probe.value.Printable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of responses, line by line, as clients take them: a line may end with a bare LF (RFC 9112 §2.2), a
 * field may go on in lines that begin with a blank (§5.2), and what is no field name but has a colon behind it is taken
 * for one. A server that does not speak HTTP is known by its first bytes, before a line of it has an end.
 */
public final class ResponseHeadDecoder extends ByteToMessageDecoder {
    /** The most that heads may have in bytes, those of 1xx before the final one included. */
    public static final int MAX_HEAD_BYTES = 64 * 1024;

    /** About what a field takes besides its characters: a peer may send thousands of empty ones. */
    private static final int FIELD_BYTES = 160;

    private static final byte[] BEGINNING = "HTTP/".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES_SHOWN = 32;
    private static final int LINE_SHOWN = 100;

    private enum Place {
        STATUS_LINE,
        FIELDS,
        AFTER_HEAD,
        MALFORMED
    }

    private Place place = Place.STATUS_LINE;
    private HttpHeaders fields = noFields();
    private @Nullable StatusLine line;
    private @Nullable String name;
    private final StringBuilder value = new StringBuilder();
    private int headBytes;

    /** How many bytes of an unfinished line were searched for its end already. */
    private int searched;

    private final HeadMemory memory;
    private @Nullable ChannelHandlerContext context;

    /** @param memory of a connection; it is given what to run when others need what the head holds */
    public ResponseHeadDecoder(Function<Runnable, HeadMemory> memory) {
        this.memory = memory.apply(this::evicted);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        context = null;
        memory.release();
    }

    /** Whether not one byte of a response has come. */
    public boolean isUntouched() {
        return headBytes + searched == 0 && place == Place.STATUS_LINE;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (place) {
            case STATUS_LINE, FIELDS -> decodeLine(in, out);
            case AFTER_HEAD -> out.add(in.readRetainedSlice(in.readableBytes()));
            case MALFORMED -> in.skipBytes(in.readableBytes());
        }
    }

    private void decodeLine(ByteBuf in, List<Object> out) {
        if (place == Place.STATUS_LINE && !beginsLikeHttp(in)) {
            malformed(out, Fault.NOT_HTTP, "something that is not HTTP: " + firstBytes(in));
            in.skipBytes(in.readableBytes());
            return;
        }
        int end = in.indexOf(in.readerIndex() + searched, in.writerIndex(), (byte) '\n');
        int length = (end < 0 ? in.writerIndex() : end + 1) - in.readerIndex();
        if (headBytes + length > MAX_HEAD_BYTES) {
            if (headBytes == 0) {
                takeStatus(in.toString(in.readerIndex(), LINE_SHOWN, StandardCharsets.ISO_8859_1), out);
            }
            malformed(out, Fault.TOO_LARGE, "a head of more than " + MAX_HEAD_BYTES + " bytes" + of());
            in.skipBytes(in.readableBytes());
        } else if (end < 0) {
            searched = length;
            hold(out);
        } else {
            headBytes += length;
            searched = 0;
            int begin = in.readerIndex();
            in.skipBytes(length);
            take(in.toString(begin, lengthWithoutEnd(in, begin, length), StandardCharsets.ISO_8859_1), out);
            hold(out);
        }
    }

    /** Thousands of probes may wait for the rest of a head at the same time. */
    private void hold(List<Object> out) {
        if (place == Place.MALFORMED) {
            return;
        }
        Room room = memory.hold(headBytes + searched + (long) fields.size() * FIELD_BYTES);
        if (room == Room.NONE_FOR_THE_LARGEST) {
            malformed(out, Fault.TOO_LARGE, tooMuch());
        } else if (room == Room.NONE) {
            malformed(out, Fault.NO_ROOM, "a head of " + fields.size() + " fields" + of());
        }
    }

    /** Others need the memory; only a head that is still awaited ends the probe. */
    private void evicted() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && (place == Place.STATUS_LINE || place == Place.FIELDS)) {
            List<Object> out = new ArrayList<>(1);
            malformed(out, memory.isToBlame() ? Fault.TOO_LARGE : Fault.NO_ROOM, tooMuch());
            out.forEach(ctx::fireChannelRead);
        }
        memory.release();
    }

    private String tooMuch() {
        return "a head of " + fields.size()
                + " fields, which held more than those of any other probe when the exporter's"
                + " total for messages was used up (expected: a smaller head)" + of();
    }

    /** The first ones in quotes, for a message; they are not consumed. */
    public static String firstBytes(ByteBuf in) {
        int length = Math.min(in.readableBytes(), BYTES_SHOWN);
        String latin1 = in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1);
        return Printable.quotedAscii(latin1) + (in.readableBytes() > length ? "…" : "");
    }

    /** An empty line before the status line is tolerated (RFC 9112 §2.2 says so of servers; clients do the same). */
    private static boolean beginsLikeHttp(ByteBuf in) {
        int matched = 0;
        for (int i = in.readerIndex(); i < in.writerIndex() && matched < BEGINNING.length; i++) {
            byte b = in.getByte(i);
            boolean emptyLine = matched == 0 && (b == '\r' || b == '\n');
            if (b == BEGINNING[matched]) {
                matched++;
            } else if (!emptyLine) {
                return false;
            }
        }
        return true;
    }

    private void take(String lineWithoutEnd, List<Object> out) {
        // RFC 9112 §2.2: a CR that no LF follows is a blank.
        String text = lineWithoutEnd.replace('\r', ' ');
        boolean nul = text.indexOf('\0') >= 0;
        if (place == Place.FIELDS && !nul) {
            takeField(text, out);
        } else if (place == Place.STATUS_LINE && !text.isEmpty()) {
            takeStatusLine(text, out);
        }
        if (place == Place.FIELDS && nul) {
            malformed(out, Fault.NOT_HTTP, "a head that has a NUL: " + shown(text) + of());
        }
    }

    /** Found in the bytes, so that no text is made with the end of its line, and then without. */
    private static int lengthWithoutEnd(ByteBuf in, int begin, int length) {
        int end = length;
        while (end > 0 && (in.getByte(begin + end - 1) == '\n' || in.getByte(begin + end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    private void takeStatusLine(String text, List<Object> out) {
        if (takeStatus(text, out)) {
            place = Place.FIELDS;
        } else {
            malformed(
                    out,
                    Fault.NOT_HTTP,
                    "the status line " + shown(text) + " (expected: HTTP/1.1 and a number from 100 to 999)");
        }
    }

    /** The status is known even if nothing else of the head makes sense. */
    private boolean takeStatus(String text, List<Object> out) {
        line = StatusLine.parse(text);
        if (line != null) {
            out.add(line);
        }
        return line != null;
    }

    private void takeField(String text, List<Object> out) {
        if (text.isEmpty()) {
            endHead(ResponseHead.End.EMPTY_LINE, out);
        } else if (text.charAt(0) == ' ' || text.charAt(0) == '\t') {
            // One that continues nothing says nothing.
            value.append(' ').append(text.strip());
        } else if (text.indexOf(':') < 0) {
            malformed(out, Fault.NOT_HTTP, "a head that has a line without a colon: " + shown(text) + of());
        } else {
            endField();
            int colon = text.indexOf(':');
            name = text.substring(0, colon).strip();
            value.append(text.substring(colon + 1).strip());
        }
    }

    private void endField() {
        if (name != null && !name.isEmpty()) {
            fields.add(name, value.toString().strip());
        }
        name = null;
        value.setLength(0);
    }

    private void endHead(ResponseHead.End end, List<Object> out) {
        StatusLine of = line;
        if (of == null) {
            return;
        }
        endField();
        out.add(new ResponseHead(of, fields, end));
        place = of.isInterim() ? Place.STATUS_LINE : Place.AFTER_HEAD;
        line = null;
        if (of.isInterim()) {
            fields = noFields();
        }
    }

    /** The connection has ended: the lines that came are all there is, and a status line needs no end of its own. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (place == Place.STATUS_LINE && in.isReadable()) {
            takeStatus(in.toString(StandardCharsets.ISO_8859_1).strip(), out);
        }
        endHead(ResponseHead.End.CONNECTION, out);
        in.skipBytes(in.readableBytes());
    }

    private void malformed(List<Object> out, Fault fault, String detail) {
        place = Place.MALFORMED;
        fields = noFields();
        out.add(new MalformedHead(fault, detail));
    }

    /** Which response it is of, for a message. */
    private String of() {
        return line == null ? "" : " (status " + line.code() + ")";
    }

    private static String shown(String text) {
        return Printable.quotedAscii(Printable.beginning(text, LINE_SHOWN));
    }

    private static HttpHeaders noFields() {
        return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    }
}
