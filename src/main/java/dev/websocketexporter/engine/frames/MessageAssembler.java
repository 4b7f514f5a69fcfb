package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.frames.PerMessageDeflate.Inflation;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.engine.run.SessionMemory.Part;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Assembles a message from its frames (RFC 6455 §5.4), and takes no more of it than the limit allows. */
public final class MessageAssembler {
    /** What a decoder takes at once. */
    private static final int CHUNK = 1024;

    /** What a thread has between the socket and the message: each piece is done with before the next one is taken. */
    private static final FastThreadLocal<byte[]> CHUNKS = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[CHUNK];
        }
    };

    /** A zlib window of 32 KiB and its state. */
    private static final int INFLATION_BYTES = 48 * 1024;

    /**
     * What no longer compresses becomes longer, by block headers. A compressed message that is twice as long as the
     * longest message must be something else.
     */
    private static final int COMPRESSED_OVERHEAD = 1024;

    private final int limit;
    private final AgreedCompression agreed;
    private @Nullable Inflation inflation;
    private final SessionMemory memory;
    private final ByteChunks payload = new ByteChunks();
    private BooleanSupplier wanted = () -> true;
    private boolean keeping = true;
    private Message.@Nullable Kind kind;
    private Utf8Check utf8 = new Utf8Check();
    /** The decompressor when the message that has begun is compressed. */
    private @Nullable Inflation inflating;

    private int bytes;
    private long compressedBytes;

    public MessageAssembler(int limit, AgreedCompression agreed, SessionMemory memory) {
        this.limit = limit;
        this.memory = memory;
        this.agreed = agreed;
    }

    /** From now on messages are checked but not kept. */
    public void drop() {
        wanted = () -> false;
        keeping = false;
        payload.clear();
        memory.release(Part.BEGUN, 0);
    }

    /** From now on this is asked at the beginning of each message: whether it is to be kept, or only to be checked. */
    public void keepIf(BooleanSupplier question) {
        wanted = question;
    }

    /** A frame begins. What its header alone shows to be wrong fails before its payload is waited for. */
    void begin(FrameHeader frame) throws ProbeFailedException {
        boolean continues = frame.opcode() == FrameHeader.CONTINUATION;
        if (frame.compressed() && (continues || !agreed.isOn())) {
            throw FrameHeader.violation(
                    "a frame with RSV1 (expected: only on the first frame of a message, if compression was agreed on)");
        }
        if (continues && kind == null) {
            throw FrameHeader.violation("a continuation without a message that it could continue");
        }
        if (!continues && kind != null) {
            throw FrameHeader.violation("a new message inside of a fragmented one");
        }
        if (!continues) {
            kind = frame.opcode() == FrameHeader.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
            inflating = frame.compressed() ? inflation() : null;
            keeping = wanted.getAsBoolean();
        }
        announce(frame.length());
    }

    private Inflation inflation() throws ProbeFailedException {
        Inflation made = inflation;
        if (made == null) {
            memory.hold(Part.WINDOWS, memory.held(Part.WINDOWS) + INFLATION_BYTES);
            made = new Inflation(agreed);
            inflation = made;
        }
        return made;
    }

    private void announce(long length) throws ProbeFailedException {
        if (inflating == null && length > limit - bytes) {
            throw tooLarge("with a frame of " + length + " bytes after " + bytes);
        }
        if (inflating != null && length > 2L * limit + COMPRESSED_OVERHEAD - compressedBytes) {
            throw tooLarge("with a frame of " + length + " compressed bytes after " + compressedBytes);
        }
    }

    /** A piece of the payload of the frame that has begun. */
    void take(ByteBuf in, int length) throws ProbeFailedException {
        byte[] chunk = CHUNKS.get();
        for (int left = length; left > 0; ) {
            int part = Math.min(left, CHUNK);
            in.readBytes(chunk, 0, part);
            if (inflating == null) {
                add(chunk, part);
            } else {
                compressedBytes += part;
                inflating.take(chunk, part, this::add);
            }
            left -= part;
        }
    }

    private void add(byte[] part, int length) throws ProbeFailedException {
        // The first wrong byte counts, whether or not one packet brings those after it, too.
        if (kind == Message.Kind.TEXT && !utf8.accepts(part, 0, Math.min(length, limit - bytes))) {
            throw notUtf8();
        }
        if (length > limit - bytes) {
            throw tooLarge("of more than " + limit + " bytes");
        }
        bytes += length;
        if (keeping) {
            memory.hold(Part.BEGUN, payload.capacityWith(length));
            payload.add(part, length);
        }
    }

    /** What the message that has begun is. */
    Message.Kind kind() {
        return begun(kind);
    }

    private static Message.Kind begun(Message.@Nullable Kind kind) {
        if (kind == null) {
            throw new IllegalStateException("no message has begun (expected: after begin)");
        }
        return kind;
    }

    /** How many bytes the message has so far. */
    int bytes() {
        return bytes;
    }

    /** The message is complete; null when it was not to be kept. */
    @Nullable
    Message end() throws ProbeFailedException {
        Message.Kind ended = kind();
        if (inflating != null) {
            inflating.end();
            forgetWindow();
        }
        if (!utf8.isComplete()) {
            throw notUtf8();
        }
        Message message = keeping ? new Message(ended, Bytes.owning(whole())) : null;
        kind = null;
        utf8 = new Utf8Check();
        bytes = 0;
        compressedBytes = 0;
        inflating = null;
        return message;
    }

    /** RFC 7692 §7.1.1.1: nothing that follows refers to what came before, so that an idle connection needs no memory. */
    private void forgetWindow() {
        if (inflation != null && !agreed.serverTakesOver()) {
            inflation.free();
            inflation = null;
            memory.release(Part.WINDOWS, memory.held(Part.WINDOWS) - INFLATION_BYTES);
        }
    }

    /** For a moment the message is there twice. */
    private byte[] whole() throws ProbeFailedException {
        memory.hold(Part.BEGUN, memory.held(Part.BEGUN) + payload.length());
        byte[] whole = payload.drain();
        memory.release(Part.BEGUN, 0);
        return whole;
    }

    /** No message will come any more. */
    public void free() {
        if (inflation != null) {
            inflation.free();
        }
    }

    private ProbeFailedException tooLarge(String size) {
        return new ProbeFailedException(
                Phase.CONVERSATION,
                Reason.MESSAGE_TOO_LARGE,
                "the server sent a message " + size + " (expected: at most " + limit + " bytes, max_message_size)");
    }

    private static ProbeFailedException notUtf8() {
        return new ProbeFailedException(
                Phase.CONVERSATION, Reason.INVALID_UTF8, "the server sent a text message that is not UTF-8");
    }
}
