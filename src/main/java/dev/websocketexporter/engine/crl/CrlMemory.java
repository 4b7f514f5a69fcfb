package dev.websocketexporter.engine.crl;

import dev.websocketexporter.engine.loop.MessageMemory;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one revocation list holds of the total for what peers send, from the first byte that comes until it is not kept any
 * more. Confined to the event loop that fetches it, except for {@link #release}.
 */
final class CrlMemory {
    private final EventLoop loop;
    private final MessageMemory.Share share;
    private Runnable evicted = () -> {};
    private boolean isEvicted;

    CrlMemory(MessageMemory total, EventLoop loop) {
        this.loop = loop;
        this.share = total.share(loop, this::evict);
    }

    private void evict() {
        isEvicted = true;
        evicted.run();
    }

    /** What happens when others need what it holds, on the loop. */
    void whenEvicted(Runnable then) {
        evicted = then;
    }

    /** Whether others needed what it holds; then it must be released. */
    boolean isEvicted() {
        return isEvicted;
    }

    /** From now on it takes that many bytes; false, and it must be released: there is no room. */
    boolean hold(long bytes) {
        return share.resize(bytes) == MessageMemory.Answer.GRANTED;
    }

    /** It is not needed any more. To be called on any thread. */
    void release() {
        try {
            loop.execute(() -> {
                MessageMemory.Answer unused = share.resize(0);
            });
        } catch (RejectedExecutionException e) {
            // The loop has been shut down, and with it the prober whose total this is.
            return;
        }
    }
}
