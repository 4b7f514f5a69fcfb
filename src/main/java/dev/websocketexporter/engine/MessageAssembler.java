package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Bytes;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.script.Message;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Puts the frames of a message together (RFC 6455 §5.4), and takes no more of it than the limit allows. */
final class MessageAssembler {
    private static final int CHUNK = 8 * 1024;

    private final int limit;
    private final byte[] chunk = new byte[CHUNK];
    private ByteArrayOutputStream payload = new ByteArrayOutputStream(0);
    private boolean keeping = true;
    private Message.@Nullable Kind kind;
    private Utf8Check utf8 = new Utf8Check();
    private int bytes;

    MessageAssembler(int limit) {
        this.limit = limit;
    }

    /** From now on messages are checked but not kept. */
    void drop() {
        keeping = false;
        payload = new ByteArrayOutputStream(0);
    }

    void begin(FrameHeader frame) throws ProbeFailure {
        boolean continues = frame.opcode() == FrameHeader.CONTINUATION;
        if (frame.compressed()) {
            throw FrameHeader.violation("a frame with RSV1 (expected: 0, since nothing was agreed on for it)");
        }
        if (continues && kind == null) {
            throw FrameHeader.violation("a continuation without a message that it could continue");
        }
        if (!continues && kind != null) {
            throw FrameHeader.violation("a new message inside of a fragmented one");
        }
        if (frame.length() > limit - bytes) {
            throw tooLarge("with a frame of " + frame.length() + " bytes behind " + bytes);
        }
        if (!continues) {
            kind = frame.opcode() == FrameHeader.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
        }
    }

    void take(ByteBuf in, int length) throws ProbeFailure {
        for (int left = length; left > 0; ) {
            int part = Math.min(left, CHUNK);
            in.readBytes(chunk, 0, part);
            add(part);
            left -= part;
        }
    }

    private void add(int length) throws ProbeFailure {
        if (length > limit - bytes) {
            throw tooLarge("of more than " + limit + " bytes");
        }
        if (kind == Message.Kind.TEXT && !utf8.accepts(chunk, 0, length)) {
            throw notUtf8();
        }
        bytes += length;
        if (keeping) {
            payload.write(chunk, 0, length);
        }
    }

    /** How many bytes the message has so far. */
    int bytes() {
        return bytes;
    }

    /** The message is complete; null when it was not to be kept. */
    @Nullable
    Message end() throws ProbeFailure {
        Message.Kind ended = kind;
        if (ended == null) {
            throw new IllegalStateException("no message has begun (expected: end after begin)");
        }
        if (!utf8.isComplete()) {
            throw notUtf8();
        }
        Message message = keeping ? new Message(ended, Bytes.of(payload.toByteArray())) : null;
        kind = null;
        utf8 = new Utf8Check();
        bytes = 0;
        payload = new ByteArrayOutputStream(0);
        return message;
    }

    private ProbeFailure tooLarge(String size) {
        return new ProbeFailure(
                Phase.CONVERSATION,
                Reason.MESSAGE_TOO_LARGE,
                "the server sent a message " + size + " (expected: at most " + limit + " bytes, max_message_size)");
    }

    private static ProbeFailure notUtf8() {
        return new ProbeFailure(
                Phase.CONVERSATION, Reason.INVALID_UTF8, "the server sent a text message that is not UTF-8");
    }
}
