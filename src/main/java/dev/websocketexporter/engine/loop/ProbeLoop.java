package dev.websocketexporter.engine.loop;

import dev.websocketexporter.probe.Ticker;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop that runs probes, and how late it does what is due: the error bar of every timing taken on it. */
public final class ProbeLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeLoop.class);
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoop executor;
    private final Ticker ticker;
    private final LoopClock clock;
    private final MessageMemory memory;
    private final Set<ProbeLag> probes = Collections.newSetFromMap(new IdentityHashMap<>());

    /** When the next sample is due; null: the loop is not watched. Written on the loop alone. */
    private volatile @Nullable Long due;

    private int busy;

    /** A loop whose probes share the memory for messages with those of no other loop. */
    public ProbeLoop(EventLoop executor, Ticker ticker, LoopClock clock) {
        this(executor, ticker, clock, MessageMemory.ofThisRuntime());
    }

    /** @param memory what its probes and those of other loops share for messages */
    public ProbeLoop(EventLoop executor, Ticker ticker, LoopClock clock, MessageMemory memory) {
        this.executor = executor;
        this.ticker = ticker;
        this.clock = clock;
        this.memory = memory;
    }

    public EventLoop executor() {
        return executor;
    }

    public Ticker ticker() {
        return ticker;
    }

    /** That many more of its probes have work left that they interrupted; a negative number: fewer. */
    public void busy(int more) {
        busy += more;
    }

    /** How many of its probes have work left that they interrupted. To be called on the loop. */
    public int busy() {
        return busy;
    }

    /** What all probes share for messages. */
    public MessageMemory memory() {
        return memory;
    }

    LoopClock clock() {
        return clock;
    }

    /** From now on the loop's lag is noted for this probe. To be called on the loop. */
    public void add(ProbeLag probe) {
        probes.add(probe);
    }

    /** The probe is over; a sample that is late by now still counts for it. To be called on the loop. */
    public void remove(ProbeLag probe) {
        Long next = due;
        if (next != null) {
            probe.note(ticker.read() - next);
        }
        probes.remove(probe);
    }

    /** Samples ten times a second until the loop shuts down; the observer is called on the loop. */
    public void watch(Consumer<Duration> observer) {
        executor.execute(() -> sample(observer));
    }

    /** For how long the loop has not done what was due; zero if it is not watched. Safe to call from any thread. */
    public Duration lateness() {
        Long next = due;
        return next == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, ticker.read() - next));
    }

    private void sample(Consumer<Duration> observer) {
        long next = ticker.read() + INTERVAL_NANOS;
        due = next;
        executor.schedule(() -> observe(next, observer), INTERVAL_NANOS, TimeUnit.NANOSECONDS)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        sample(observer);
                    } else if (!done.isCancelled()) {
                        due = null;
                        LOG.error("the lag of an event loop is not watched any more", done.cause());
                    }
                });
    }

    private void observe(long due, Consumer<Duration> observer) {
        long late = Math.max(0, ticker.read() - due);
        probes.forEach(probe -> probe.note(late));
        observer.accept(Duration.ofNanos(late));
    }

    /**
     * How late the event loop of one probe was while the probe ran: when it came to the probe's beginning, to what had
     * arrived for it, to its deadline, and to what was due in between. Confined to the loop.
     */
    public static final class ProbeLag {
        private long mostNanos;

        /** The loop was that late; a negative number counts as not late. */
        public void note(long nanos) {
            mostNanos = Math.max(mostNanos, nanos);
        }

        public Duration most() {
            return Duration.ofNanos(mostNanos);
        }
    }
}
