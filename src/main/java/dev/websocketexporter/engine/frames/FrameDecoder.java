package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Parses a server's bytes into frames (RFC 6455 §5). A payload is processed as it arrives, so that a frame costs no
 * memory before its bytes are there, and fails at the first wrong byte.
 */
public final class FrameDecoder {
    /**
     * So little at once that it stays little when it is decompressed, which makes up to a thousand times as much of it.
     */
    private static final int PIECE = 1024;

    private static final byte[] NOTHING = {};

    private final MessageAssembler assembler;
    private FrameListener listener;

    /** The payload of the control frame that has begun; there is none between two. */
    private byte[] control = NOTHING;

    private int controlBytes;
    private @Nullable FrameHeader frame;
    private long missing;
    private boolean over;

    public FrameDecoder(MessageAssembler assembler, FrameListener listener) {
        this.assembler = assembler;
        this.listener = listener;
    }

    /**
     * Reads as much as there is, and as the listener has room and time for.
     *
     * @throws ProbeFailedException when the server breaks the protocol; the bytes after it are then ignored
     */
    public void read(ByteBuf in) throws ProbeFailedException {
        try {
            while (!over && readOn(in)) {
                // the listener was called
            }
        } catch (ProbeFailedException violation) {
            over = true;
            throw violation;
        } finally {
            if (over) {
                in.skipBytes(in.readableBytes());
            }
        }
    }

    /** From now on another listener receives what the frames carry, also of a frame that has begun. */
    public void listener(FrameListener other) {
        listener = other;
    }

    /** Bytes are missing from now on: all further ones are ignored. */
    public void end() {
        over = true;
    }

    private boolean readOn(ByteBuf in) throws ProbeFailedException {
        FrameHeader current = frame;
        if (current == null) {
            return listener.hasRoom() && begin(FrameHeader.read(in));
        }
        int length = (int) Math.min(missing, Math.min(PIECE, in.readableBytes()));
        if (missing > 0 && (length == 0 || !listener.goesOn())) {
            return false;
        }
        take(current, in, length);
        missing -= length;
        if (missing == 0) {
            frame = null;
            end(current);
        }
        return true;
    }

    private boolean begin(@Nullable FrameHeader header) throws ProbeFailedException {
        if (header == null) {
            return false;
        }
        if (header.isControl()) {
            control = new byte[(int) header.length()];
            controlBytes = 0;
        } else {
            assembler.begin(header);
        }
        frame = header;
        missing = header.length();
        return true;
    }

    private void take(FrameHeader current, ByteBuf in, int length) throws ProbeFailedException {
        if (current.isControl()) {
            in.readBytes(control, controlBytes, length);
            controlBytes += length;
        } else {
            assembler.take(in, length);
        }
    }

    private void end(FrameHeader ended) throws ProbeFailedException {
        byte[] payload = control;
        control = NOTHING;
        switch (ended.opcode()) {
            case FrameHeader.PING -> listener.ping(Bytes.owning(payload));
            case FrameHeader.PONG -> listener.pong(Bytes.owning(payload));
            case FrameHeader.CLOSE -> {
                over = true;
                listener.close(PeerClose.parse(payload));
            }
            default -> {
                if (ended.isFinal()) {
                    endMessage();
                }
            }
        }
    }

    private void endMessage() throws ProbeFailedException {
        int bytes = assembler.bytes();
        Message.Kind kind = assembler.kind();
        Message message = assembler.end();
        if (message == null) {
            listener.dropped(kind, bytes);
        } else {
            listener.message(message);
        }
    }

    /** Receives what a server's frames carry. */
    public interface FrameListener {
        /** Whether a frame may be begun; else it stays where it is. */
        boolean hasRoom();

        /** Whether to go on now, also inside a frame; else other work of the event loop comes first. */
        boolean goesOn();

        /**
         * A whole message.
         *
         * @throws ProbeFailedException when there is no memory to keep it
         */
        void message(Message message) throws ProbeFailedException;

        /** A whole message of that many bytes that was checked but not kept. */
        void dropped(Message.Kind kind, int bytes);

        void ping(Bytes payload);

        void pong(Bytes payload);

        /** The last frame of all: bytes after it are ignored. */
        void close(PeerClose close);
    }
}
