package dev.websocketexporter.engine.run;

import dev.websocketexporter.engine.loop.MessageMemory;
import java.util.concurrent.Executor;

/** What the head of a response holds of the total for messages. Confined to the event loop. */
public final class HeadMemory {
    private final MessageMemory total;
    private final MessageMemory.Share share;

    /** What there is for a head. */
    public enum Room {
        ENOUGH,
        /** The total is used up, and no other share is as large. */
        NONE_FOR_THE_LARGEST,
        /** The total is used up by others. */
        NONE
    }

    /**
     * @param loop the connection's event loop
     * @param evicted is called on it when others need what the head holds
     */
    public HeadMemory(MessageMemory total, Executor loop, Runnable evicted) {
        this.total = total;
        this.share = total.share(loop, evicted);
    }

    /** From now on the head takes that many bytes, unless there is no room for them. */
    public Room hold(long bytes) {
        return switch (share.resize(bytes)) {
            case GRANTED -> Room.ENOUGH;
            case LARGEST -> isToBlame() ? Room.NONE_FOR_THE_LARGEST : Room.NONE;
            case NO_ROOM -> Room.NONE;
        };
    }

    /** Whether it is a matter of this head that there is no room for it, if it is the largest. */
    public boolean isToBlame() {
        return !total.isMostlyLasting();
    }

    /** The head is not needed any more. */
    public void release() {
        MessageMemory.Answer unused = share.resize(0);
    }
}
