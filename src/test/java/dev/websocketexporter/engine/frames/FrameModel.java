package dev.websocketexporter.engine.frames;

import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 6455 §5 read a second time, for a stream that is there as a whole and has no extension. */
final class FrameModel {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private final ByteBuffer in;
    private final int limit;
    private final List<Object> events = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private Message.@Nullable Kind kind;

    private FrameModel(ByteBuffer in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    static List<Object> read(byte[] stream, int from, int limit) {
        FrameModel model = new FrameModel(ByteBuffer.wrap(stream, from, stream.length - from), limit);
        boolean goesOn = true;
        while (goesOn) {
            goesOn = model.frame();
        }
        return model.events;
    }

    static String close(int code, @Nullable Reason fault) {
        return "close " + code + (fault == null ? "" : " " + fault);
    }

    private boolean frame() {
        if (in.remaining() < 2) {
            return false;
        }
        int first = in.get() & 0xff;
        int second = in.get() & 0xff;
        int opcode = first & 15;
        boolean isFinal = first > 127;
        boolean control = opcode >= CLOSE;
        boolean known = opcode <= 2 || (opcode >= CLOSE && opcode <= 10);
        if (!known || (first & 0x70 & (control ? 0x70 : 0x30)) != 0 || second > 127) {
            return fails(Reason.PROTOCOL_ERROR);
        }
        if (control) {
            return isFinal && second <= 125 ? control(opcode, second) : fails(Reason.PROTOCOL_ERROR);
        }
        int more = second < 126 ? 0 : second == 126 ? 2 : 8;
        if (in.remaining() < more) {
            return false;
        }
        long length = more == 0 ? second : more == 2 ? in.getShort() & 0xffff : in.getLong();
        boolean shortest = more == 0 || (more == 2 ? length > 125 : length > 0xffff);
        boolean inOrder = (opcode == CONTINUATION) == (kind != null);
        if (!shortest || !inOrder || (first & 0x40) != 0) {
            return fails(Reason.PROTOCOL_ERROR);
        }
        if (opcode != CONTINUATION) {
            kind = opcode == TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
        }
        return length > limit - message.size() ? fails(Reason.MESSAGE_TOO_LARGE) : data((int) length, isFinal);
    }

    private boolean data(int length, boolean isFinal) {
        message.writeBytes(next(length));
        boolean whole = in.hasRemaining() || length <= taken;
        int open = kind == Message.Kind.TEXT ? missing(message.toByteArray()) : 0;
        if (open < 0 || (open > 0 && isFinal && whole)) {
            return fails(Reason.INVALID_UTF8);
        }
        if (whole && isFinal && kind != null) {
            events.add(new Message(kind, Bytes.of(message.toByteArray())));
            kind = null;
            message.reset();
        }
        return whole;
    }

    private boolean control(int opcode, int length) {
        byte[] payload = next(length);
        if (taken < length) {
            return false;
        }
        if (opcode != CLOSE) {
            events.add((opcode == PING ? "ping " : "pong ") + Bytes.of(payload));
            return true;
        }
        if (length == 1) {
            return fails(Reason.PROTOCOL_ERROR);
        }
        int code = length == 0 ? CloseCode.NO_STATUS : ByteBuffer.wrap(payload).getShort() & 0xffff;
        Reason fault = length == 0
                ? null
                : !CloseCode.mayBeSent(code)
                        ? Reason.PROTOCOL_ERROR
                        : missing(Arrays.copyOfRange(payload, 2, length)) != 0 ? Reason.INVALID_UTF8 : null;
        events.add(close(code, fault));
        return false;
    }

    private int taken;

    /** As many bytes as there are. */
    private byte[] next(int length) {
        taken = Math.min(length, in.remaining());
        byte[] bytes = new byte[taken];
        in.get(bytes);
        return bytes;
    }

    private boolean fails(Reason reason) {
        events.add(reason);
        return false;
    }

    /** How many bytes the last character of a text lacks (RFC 3629 §4); negative when it is no beginning of a text. */
    static int missing(byte[] text) {
        int open = 0;
        int low = 0x80;
        int high = 0xbf;
        for (byte b : text) {
            int c = b & 0xff;
            if (open > 0) {
                if (c < low || c > high) {
                    return -1;
                }
                open--;
                low = 0x80;
                high = 0xbf;
            } else if (c >= 0x80) {
                open = c < 0xc2 ? -1 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : c < 0xf5 ? 3 : -1;
                if (open < 0) {
                    return -1;
                }
                low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
                high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
            }
        }
        return open;
    }
}
