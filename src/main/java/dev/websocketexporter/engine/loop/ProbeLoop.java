package dev.websocketexporter.engine.loop;

import dev.websocketexporter.probe.Ticker;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop that runs probes, and how late it does what is due: the error bar of every timing taken on it. */
public final class ProbeLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeLoop.class);

    /** Of samples while no probe runs: each wakes the thread of an exporter that has nothing to do. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** From the beginning of a probe to its first sample: most probes in one's own network are over by then. */
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Of samples while probes run. */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoop executor;
    private final Ticker ticker;
    private final LoopClock clock;
    private final MessageMemory memory;
    private final Set<ProbeLag> probes = Collections.newSetFromMap(new IdentityHashMap<>());

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();

    /** When the next sample that is taken always is due; null: the loop is not watched. Written on the loop alone. */
    private volatile @Nullable Long due;

    /** The next sample that is taken for the probes that run; null: none runs. */
    private @Nullable Sample ofProbes;

    private @Nullable Consumer<Duration> observer;
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

    /** Another probe is going to run on it. Safe to call from any thread. */
    public void take() {
        taken.incrementAndGet();
    }

    /**
     * The loop that has the fewest probes at this moment, the first of several: with few probes, one thread does all the work, and finds
     * what it needs in the caches of its core. Safe to call from any thread; callers at the same moment may get the same.
     *
     * @param loops at least one
     */
    public static ProbeLoop leastBusy(List<ProbeLoop> loops) {
        ProbeLoop least = loops.get(0);
        for (int i = 1; i < loops.size(); i++) {
            if (loops.get(i).taken.get() < least.taken.get()) {
                least = loops.get(i);
            }
        }
        return least;
    }

    /** That many more connections are held on it; a negative number: fewer. Safe to call from any thread. */
    public void held(int more) {
        held.addAndGet(more);
    }

    /**
     * The loop that holds the fewest connections at this moment: they stay for hours, so that all cores share their work.
     * Probes do not count here, nor do these for {@link #leastBusy}: an idle connection is no work. Safe to call from any
     * thread.
     *
     * @param loops at least one
     */
    public static ProbeLoop fewestHeld(List<ProbeLoop> loops) {
        ProbeLoop fewest = loops.get(0);
        for (ProbeLoop loop : loops) {
            fewest = loop.held.get() < fewest.held.get() ? loop : fewest;
        }
        return fewest;
    }

    /**
     * A tick before which nothing came that was not read by now, unless more sockets were ready than the loop reads in one
     * turn. To be called on the loop.
     */
    public long lookedAt() {
        return clock.lookedAt();
    }

    /** A tick at which nothing of what the loop reads now had come; it may be some 10 ms too early. To be called on the loop. */
    public long surelyQuietUntil() {
        return clock.surelyQuietUntil();
    }

    /** From now on the loop's lag is noted for this probe, which was {@link #take taken}. To be called on the loop. */
    public void add(ProbeLag probe) {
        probes.add(probe);
        if (ofProbes == null && observer != null) {
            ofProbes = new Sample(FIRST_NANOS);
        }
    }

    /** The probe is over; a sample that is late by now still counts for it. To be called on the loop. */
    public void remove(ProbeLag probe) {
        taken.decrementAndGet();
        Long always = due;
        long now = ticker.read();
        if (always != null) {
            probe.note(now - always);
        }
        Sample sample = ofProbes;
        if (sample != null) {
            probe.note(now - sample.due);
        }
        probes.remove(probe);
        if (probes.isEmpty() && sample != null) {
            ofProbes = null;
            sample.end(now);
        }
    }

    /**
     * Samples until the loop shuts down: soon after the beginning of a probe, ten times a second while probes run, and at
     * their end; once a second while none does. The observer is called on the loop.
     */
    public void watch(Consumer<Duration> lagObserver) {
        executor.execute(() -> {
            observer = lagObserver;
            sampleAlways();
        });
    }

    /** For how long the loop has not done what was due; zero if it is not watched. Safe to call from any thread. */
    public Duration lateness() {
        Long next = due;
        return next == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, ticker.read() - next));
    }

    private void sampleAlways() {
        due = new Sample(IDLE_NANOS).due;
    }

    private void observed(Sample sample) {
        if (sample == ofProbes) {
            ofProbes = new Sample(BUSY_NANOS);
        } else {
            sampleAlways();
        }
    }

    /** Nothing more is observed. */
    private void unwatch(Throwable cause) {
        due = null;
        ofProbes = null;
        observer = null;
        LOG.error("the lag of an event loop is not watched any more", cause);
    }

    /** Something that is due, only to see how late it is done. */
    private final class Sample {
        private final long due;
        private final ScheduledFuture<?> timer;

        Sample(long nanos) {
            this.due = ticker.read() + nanos;
            this.timer = executor.schedule(this::tell, nanos, TimeUnit.NANOSECONDS);
        }

        /** The last probe has ended: what is not late by now is on time. */
        void end(long now) {
            timer.cancel(false);
            boolean unused = observe(Math.max(0, now - due));
        }

        private void tell() {
            long late = Math.max(0, ticker.read() - due);
            probes.forEach(probe -> probe.note(late));
            // While probes run, their sample observes what this one would observe a second time.
            boolean counts = this == ofProbes || ofProbes == null;
            if (!counts || observe(late)) {
                observed(this);
            }
        }

        private boolean observe(long late) {
            if (observer == null) {
                return false;
            }
            try {
                observer.accept(Duration.ofNanos(late));
                return true;
            } catch (RuntimeException | Error e) {
                unwatch(e);
                return false;
            }
        }
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
