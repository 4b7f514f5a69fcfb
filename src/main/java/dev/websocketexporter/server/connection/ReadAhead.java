package dev.websocketexporter.server.connection;

import java.nio.ByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** What a connection has read before anybody asked for it, in order. Guarded by the lock of its {@link WatchedSocket}. */
final class ReadAhead {
    /** The most that is read ahead; a client that sent more is not watched any further. */
    private static final int MOST_BYTES = 4 * 1024;

    /** In Jetty's flush mode: what is between position and limit was not read yet by anybody. */
    private @Nullable ByteBuffer bytes;

    boolean isEmpty() {
        return !BufferUtil.hasContent(bytes);
    }

    boolean isFull() {
        return bytes != null && BufferUtil.space(bytes) == 0;
    }

    /** The buffer to which to append; it has no memory as long as nobody asks for it. */
    ByteBuffer buffer() {
        ByteBuffer buffer = bytes;
        if (buffer == null) {
            buffer = BufferUtil.allocate(MOST_BYTES);
            bytes = buffer;
        }
        return buffer;
    }

    /**
     * Moves as much as there is room for.
     *
     * @param target in flush mode too
     * @return how many bytes were moved
     */
    int moveTo(ByteBuffer target) {
        ByteBuffer from = bytes;
        int position = BufferUtil.flipToFill(target);
        int moved = from == null ? 0 : BufferUtil.put(from, target);
        BufferUtil.flipToFlush(target, position);
        if (!BufferUtil.hasContent(from)) {
            bytes = null;
        }
        return moved;
    }
}
