package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for probes of all targets at a constant rate, which is reached after a while, in an order that is new each time, and judges the answers. Confined to
 * the event loop, except for {@link #begin}, {@link #end} and {@link #isDoneUntil}.
 */
final class SoakLoad implements LoadConnection.Listener {
    /** More than that are closed, so that one burst does not hold descriptors for ever. */
    private static final int MOST_IDLE = 16;

    /** Three times as many as wait for silent servers at 200/s: what is more waits for the machine. */
    private static final int MOST_BUSY = 300;

    private static final double FIRST_PART = 0.1;
    private static final double RISING_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final EventLoop loop;
    private final int port;
    private final List<SoakState> states;
    private final SoakTally tally;
    private final long interval;
    private final long begun;
    private final Random random = new Random(17);
    private final Map<LoadConnection, Request> busy = new HashMap<>();
    private final IdleConnections idle = new IdleConnections();
    private final Deque<SoakState> round = new ArrayDeque<>();
    private long next;
    private long skipped;
    private boolean ended;

    private record Request(SoakState state, long sentAt) {}

    private SoakLoad(EventLoop loop, int port, List<SoakState> states, SoakTally tally, int perSecond) {
        this.loop = loop;
        this.port = port;
        this.states = List.copyOf(states);
        this.tally = tally;
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.begun = System.nanoTime();
        this.next = begun;
    }

    static SoakLoad begin(EventLoop loop, int port, List<SoakState> states, SoakTally tally, int perSecond) {
        SoakLoad load = new SoakLoad(loop, port, states, tally, perSecond);
        loop.execute(load::sendWhatIsDue);
        return load;
    }

    private void sendWhatIsDue() {
        if (ended) {
            return;
        }
        long now = System.nanoTime();
        while (next <= now) {
            next += interval(next);
            if (busy.size() < MOST_BUSY) {
                send();
            } else {
                skipped++;
            }
        }
        loop.schedule(this::sendWhatIsDue, next - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** At first code is cold, and a probe takes many times as long: the rate rises from a tenth. */
    private long interval(long now) {
        double part = Math.min(1, FIRST_PART + (1 - FIRST_PART) * (now - begun) / RISING_NANOS);
        return Math.round(interval / part);
    }

    private void send() {
        if (round.isEmpty()) {
            List<SoakState> shuffled = new ArrayList<>(states);
            Collections.shuffle(shuffled, random);
            round.addAll(shuffled);
        }
        SoakState state = round.remove();
        LoadConnection connection = idle.take(this);
        boolean fresh = !connection.isOpen();
        long now = System.nanoTime();
        busy.put(connection, new Request(state, now));
        connection.send(state.target().path(), state.target().name(), now);
        if (fresh) {
            connection.open(loop, port);
        }
    }

    @Override
    public void answered(LoadConnection connection, String name, long sentAt, @Nullable String metrics) {
        Request request = busy.remove(connection);
        if (request == null) {
            return;
        }
        judge(request, metrics);
        if (metrics == null || ended || idle.size() >= MOST_IDLE) {
            connection.close();
        } else {
            idle.keep(connection);
        }
    }

    private void judge(Request request, @Nullable String metrics) {
        String reported = SoakAnswer.of(metrics);
        SoakState.Judgement judgement = request.state().judge(request.sentAt(), reported);
        tally.add(request.state().target(), judgement, reported, System.nanoTime() - request.sentAt());
    }

    /** Whether every probe of that target has ended that began before the time, by {@link System#nanoTime}. */
    boolean isDoneUntil(SoakTarget target, long time) {
        return loop.submit(() -> busy.values().stream()
                        .noneMatch(request -> request.state().target().equals(target) && request.sentAt() <= time))
                .syncUninterruptibly()
                .getNow();
    }

    /** Sends no more, waits for the answers, and closes its connections; whoever is not answered has no answer. */
    void end() {
        loop.submit(() -> ended = true).syncUninterruptibly();
        long until = System.nanoTime() + PATIENCE_NANOS;
        Conditions.await(
                Duration.ofNanos(2 * PATIENCE_NANOS),
                () -> System.nanoTime() > until || isIdle(),
                () -> "the load does not end");
        loop.submit(() -> {
                    busy.forEach((connection, request) -> {
                        judge(request, null);
                        connection.close();
                    });
                    idle.close();
                })
                .syncUninterruptibly();
    }

    /** How many probes were not asked for, since too many were under way already; to be asked at the end. */
    long skipped() {
        return skipped;
    }

    private boolean isIdle() {
        return loop.submit(busy::isEmpty).syncUninterruptibly().getNow();
    }
}
