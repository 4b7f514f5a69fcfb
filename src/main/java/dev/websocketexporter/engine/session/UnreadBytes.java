package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.engine.run.SessionMemory.Part;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Bytes not parsed yet: the beginning of a header, or what there is no room for. On the heap, so that none can leak. */
public final class UnreadBytes {
    private final SessionMemory memory;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    UnreadBytes(SessionMemory memory) {
        this.memory = memory;
    }

    /**
     * Adds a copy of what came.
     *
     * @throws ProbeFailedException when there is no memory for it; nothing that comes later is kept, either
     */
    public void add(ByteBuf more) throws ProbeFailedException {
        int length = bytes.readableBytes() + more.readableBytes();
        memory.hold(Part.UNREAD, length);
        bytes = bytes.isReadable() ? bytes : Unpooled.buffer(length);
        bytes.writeBytes(more);
    }

    public boolean isReadable() {
        return bytes.isReadable();
    }

    /** What is parsed is to be read from it. */
    public ByteBuf buffer() {
        return bytes;
    }

    /** Gives back the memory of what was read. */
    public void forgetRead() {
        if (bytes.isReadable()) {
            bytes.discardSomeReadBytes();
            memory.release(Part.UNREAD, bytes.readableBytes());
        } else {
            bytes = Unpooled.EMPTY_BUFFER;
            memory.release(Part.UNREAD, 0);
        }
    }
}
