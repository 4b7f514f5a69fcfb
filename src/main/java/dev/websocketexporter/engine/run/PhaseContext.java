package dev.websocketexporter.engine.run;

import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.loop.ProbeLoop.ProbeLag;
import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the phases of one run share: where it goes, its channel, its log, its clocks, what is left of its budget, and
 * the reports so far. It knows nothing of any phase. Confined to the event loop.
 */
public final class PhaseContext {
    /** A shorter part of the time allowed is a hand-over between threads, and not why no time is left... */
    private static final int SHORTEST_WAIT_DIVISOR = 20;

    /** ...unless all of them together took this part of it. */
    private static final int SHORTEST_SUM_DIVISOR = 5;

    private final ProbeRequest request;
    private final ProbeLoop probeLoop;
    private final Ticker ticker;
    private final ProbeLag lag = new ProbeLag();
    private final long startedAt;
    private final Instant startedOn;
    private final PhaseClock clock;
    private final ProbeLog log;
    private final ProbeState state = new ProbeState();
    private final ProbeChannel channel = new ProbeChannel();
    private final List<Runnable> endings = new ArrayList<>();
    private final List<Begun> ownWork = new ArrayList<>();

    private RedirectHop hop;
    private Supplier<String> waitingFor = () -> "its first phase";
    private @Nullable FileWait fileWait;
    private long waited;
    private Duration aside = Duration.ZERO;
    private String asideFor = "";
    private boolean keepsMessages;
    private boolean over;

    PhaseContext(
            ProbeRequest request, RedirectHop first, ProbeLoop probeLoop, Instant startedOn, PhaseListener listener) {
        this.request = request;
        this.hop = first;
        this.probeLoop = probeLoop;
        this.ticker = probeLoop.ticker();
        this.startedAt = ticker.read();
        this.startedOn = startedOn;
        this.clock = new PhaseClock(ticker, listener);
        this.log = new ProbeLog(ticker, startedAt);
        log.hideQueryOf(request.target());
        log.hideParams(request.params());
    }

    public ProbeRequest request() {
        return request;
    }

    /** Where the run is going. */
    public RedirectHop hop() {
        return hop;
    }

    /** Goes on with another hop: the connection is closed, and its reports are dropped. */
    public void follow(RedirectHop next) {
        requireLoop();
        hop = next;
        log.hideQueryOf(next.target());
        channel.leave();
        state.beginConnection(next.redirects());
    }

    /** Somebody takes the connection over at the end: messages that no step waits for are kept for it. */
    public void keepMessages() {
        keepsMessages = true;
    }

    /** Whether messages are kept that no step waits for. */
    public boolean keepsMessages() {
        return keepsMessages;
    }

    /** Says what the running phase waits for, in words that follow "waiting for"; evaluated only at the deadline. */
    public void waitFor(Supplier<String> words) {
        waitingFor = words;
        fileWait = null;
    }

    /**
     * The same for a file of the exporter, which says nothing of the target.
     *
     * @param read done as soon as it is not waited for any more; then the words said before are true again
     */
    public void waitForFile(CompletableFuture<?> read, Supplier<String> words) {
        fileWait = new FileWait(read, words);
    }

    /**
     * The failure of what has no time left: what waits for the exporter itself is never a word about the target, if this
     * wait took a twentieth of the time, or all such waits of the run a fifth. The phase auth is the exporter's own,
     * whatever it waits for.
     *
     * @param allowed how long it might take
     * @param beginning of its detail, which goes on with what was waited for
     */
    public Failure overdue(Phase phase, Duration allowed, String beginning) {
        FileWait file = fileWait != null && !fileWait.read().isDone() ? fileWait : null;
        if (file != null) {
            String words = beginning + file.words().get();
            return phase == Phase.AUTH
                    ? new Failure(phase, Reason.TIMEOUT, words)
                    : Failure.ofExporter(phase, ExporterLimit.FILES, words);
        }
        long nanos = allowed.toNanos();
        for (Begun own : ownWork) {
            long waits = ticker.read() - own.since();
            boolean longEnough =
                    waits >= nanos / SHORTEST_WAIT_DIVISOR || waited + waits >= nanos / SHORTEST_SUM_DIVISOR;
            String words = longEnough ? own.work().waitsFor() : null;
            if (words != null) {
                return Failure.ofExporter(phase, own.work().limit(), beginning + words);
            }
        }
        return new Failure(phase, Reason.TIMEOUT, beginning + waitingFor.get());
    }

    /**
     * The same for a run whose budget is over: if a twentieth of it was waited beside the phases, the target had less time than
     * it was given, and nothing is said of it.
     */
    Failure expired(Phase phase, String beginning) {
        Duration budget = request.budget();
        Failure failure = overdue(phase, budget, beginning);
        boolean curtailed = !aside.isZero() && aside.compareTo(budget.dividedBy(SHORTEST_WAIT_DIVISOR)) >= 0;
        return failure.reason() == Reason.TIMEOUT && curtailed
                ? Failure.ofExporter(
                        phase,
                        ExporterLimit.OTHER,
                        failure.detail() + ", after " + Text.of(aside) + " had gone by for " + asideFor
                                + " (expected: a larger timeout)")
                : failure;
    }

    /** Something is done for this run on another thread; it is given up when the run ends before. */
    public void begin(OwnWork work) {
        requireLoop();
        ownWork.add(new Begun(work, ticker.read()));
    }

    /** It is done. */
    public void ended(OwnWork work) {
        requireLoop();
        ownWork.removeIf(begun -> {
            if (begun.work() != work) {
                return false;
            }
            waited += work.waitedNanos(ticker.read() - begun.since());
            return true;
        });
    }

    /** For the head of a response. */
    public HeadMemory headMemory(Runnable evicted) {
        return new HeadMemory(probeLoop.memory(), loop(), evicted);
    }

    /** Runs this at the end of the run, however it ends, before its result is put together. */
    public void atEnd(Runnable ending) {
        requireLoop();
        endings.add(ending);
    }

    /** Ends the run: nothing of it may begin any more. */
    void end() {
        over = true;
        ownWork.forEach(begun -> begun.work().cancel());
        ownWork.clear();
    }

    /** Runs what {@link #atEnd} was given. */
    void runEndings() {
        endings.forEach(Runnable::run);
    }

    /** Whether the run has its result; what is still under way for it changes nothing, and begins nothing. */
    public boolean isOver() {
        return over;
    }

    /** The tick at which the budget began. */
    long startedAt() {
        return startedAt;
    }

    public Instant startedOn() {
        return startedOn;
    }

    /** What is left of the budget; zero when nothing is. */
    public Duration remaining() {
        Duration left = request.budget().minusNanos(ticker.read() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Adds a time that was waited beside the phases, and is not the exporter's work either.
     *
     * @param what was waited for, in words that follow "for"
     */
    public void setAside(Duration waited, String what) {
        aside = aside.plus(waited);
        asideFor = what;
    }

    /** The sum of what {@link #setAside} was given. */
    Duration aside() {
        return aside;
    }

    /** The event loop with all that is known of it. */
    public ProbeLoop probeLoop() {
        return probeLoop;
    }

    public EventLoop loop() {
        return probeLoop.executor();
    }

    /** Every step of a run is on its loop; this checks it, in production too. */
    void requireLoop() {
        if (!loop().inEventLoop()) {
            throw new IllegalStateException("on " + Thread.currentThread() + " (expected: the probe's event loop)");
        }
    }

    /** How late the loop was during the run. */
    public ProbeLag lag() {
        return lag;
    }

    public Ticker ticker() {
        return ticker;
    }

    public PhaseClock clock() {
        return clock;
    }

    public ProbeLog log() {
        return log;
    }

    public ProbeState state() {
        return state;
    }

    public ProbeChannel channel() {
        return channel;
    }

    private record FileWait(CompletableFuture<?> read, Supplier<String> words) {}

    /** @param since the tick at which it was asked for */
    private record Begun(OwnWork work, long since) {}
}
