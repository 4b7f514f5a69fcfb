package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Ticker;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples how late an event loop runs what is due: the error bar of every timing taken on it. */
final class LoopLag {
    private static final Logger LOG = LoggerFactory.getLogger(LoopLag.class);
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoop loop;
    private final Ticker ticker;
    private final Consumer<Duration> observer;

    LoopLag(EventLoop loop, Ticker ticker, Consumer<Duration> observer) {
        this.loop = loop;
        this.ticker = ticker;
        this.observer = observer;
    }

    /** Samples until the loop shuts down; the observer is called on the loop. */
    void sample() {
        long due = ticker.read() + INTERVAL_NANOS;
        loop.schedule(() -> observe(due), INTERVAL_NANOS, TimeUnit.NANOSECONDS).addListener(done -> {
            if (done.isSuccess()) {
                sample();
            } else if (!done.isCancelled()) {
                LOG.error("the lag of an event loop is not watched any more", done.cause());
            }
        });
    }

    private void observe(long due) {
        observer.accept(Duration.ofNanos(Math.max(0, ticker.read() - due)));
    }
}
