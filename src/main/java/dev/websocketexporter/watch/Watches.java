package dev.websocketexporter.watch;

import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchFigures;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.watch.WallTime.Reading;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds the connections that the configuration asks for: decides when each is opened, closed and opened again. Connections start
 * spread out, and those that fail or are lost come back with a backoff; the process starts at most {@value StartRate#A_SECOND} a
 * second. Safe for use by several threads.
 */
public final class Watches implements WatchFigures, AutoCloseable {
    /** So many connections at most are opened in a second. */
    public static final int STARTS_A_SECOND = StartRate.A_SECOND;

    private final WatchLoop loop;
    private final WallTime wallTime;
    private final Opener opener;
    private final Surroundings shared;

    private volatile Published published = new Published(false, List.of());

    // Guarded by this.
    private boolean ended;
    private @Nullable CompletableFuture<Void> gone;

    /**
     * A watch with nothing in it; its thread begins with the first {@link #replace}.
     *
     * @param random used by the thread of the watch only
     * @param events must not block
     */
    public Watches(Holder holder, Ticker ticker, Clock clock, RandomGenerator random, WatchEvents events) {
        this(holder, new WatchThread(ticker, events::defect), clock, random, events);
    }

    Watches(Holder holder, WatchLoop loop, Clock clock, RandomGenerator random, WatchEvents events) {
        this.loop = loop;
        this.wallTime = new WallTime(clock, loop);
        this.opener = new Opener(holder, loop);
        this.shared = new Surroundings(loop, opener, random, events);
    }

    /** What the configuration in force asks for. */
    private record Published(boolean configured, List<TargetWatch> targets) {}

    /** The same watch and URL have the same counters, whatever else changes. */
    private record Key(String watch, Target target) {
        private static Key of(WatchedTarget watched) {
            return new Key(watched.settings().name(), watched.target());
        }
    }

    /**
     * Watches these targets from now on, and returns at once. What is equal to what is watched already is kept as it is, whatever
     * its place, also with other labels; connections with other settings are closed and opened anew, and the target keeps its
     * counters; those of all other targets are closed. After {@link #drain} or {@link #close} nothing happens.
     *
     * @param configured whether the configuration has a {@code watch} at all
     * @param wanted in the order in which they are shown
     * @param policy what may be dialled, from the next opening on; connections that are open stay
     */
    public synchronized void replace(boolean configured, List<WatchedTarget> wanted, TargetPolicy policy) {
        if (ended) {
            return;
        }
        Map<Key, TargetWatch> left = new LinkedHashMap<>();
        published.targets.forEach(target -> left.put(Key.of(target.watched()), target));
        List<TargetWatch> all = new ArrayList<>(wanted.size());
        List<TargetWatch> fresh = new ArrayList<>();
        for (WatchedTarget watched : wanted) {
            Key key = Key.of(watched);
            TargetWatch known = left.get(key);
            if (known != null && known.watched().settings().equals(watched.settings())) {
                left.remove(key);
                known.relabel(watched);
                all.add(known);
            } else {
                TargetCounters counters = known == null ? new TargetCounters() : known.counters();
                TargetWatch target = new TargetWatch(watched, counters, shared);
                fresh.add(target);
                all.add(target);
            }
        }
        published = new Published(configured, List.copyOf(all));
        List<TargetWatch> closed = List.copyOf(left.values());
        if (!wanted.isEmpty() || !closed.isEmpty()) {
            loop.execute(() -> change(closed, fresh, policy));
        }
    }

    private void change(List<TargetWatch> closed, List<TargetWatch> fresh, TargetPolicy policy) {
        opener.policy(policy);
        closed.forEach(target -> target.retire(CloseCode.NORMAL, Ours.RELOAD));
        StartSpread.plan(fresh, loop.now(), shared.random());
    }

    @Override
    public boolean isConfigured() {
        return published.configured;
    }

    @Override
    public List<TargetFigures> targets() {
        Reading wall = wallTime.read();
        return published.targets.stream().map(target -> target.figures(wall)).toList();
    }

    /**
     * Opens nothing any more, sends Close with 1001 to all, and waits until they are gone, also those that were closed before.
     *
     * @param patience how long to wait; those that are left then are the holder's to end
     * @return whether all are gone
     */
    public boolean drain(Duration patience) {
        try {
            drained().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the watch could not be drained", e.getCause());
        }
    }

    /** The same without waiting: completes when all are gone. */
    synchronized CompletableFuture<Void> drained() {
        if (gone != null) {
            return gone;
        }
        ended = true;
        CompletableFuture<Void> all = new CompletableFuture<>();
        gone = all;
        List<TargetWatch> targets = published.targets;
        loop.execute(() -> {
            targets.forEach(target -> target.retire(CloseCode.GOING_AWAY, Ours.SHUTDOWN));
            opener.completeWhenGone(all);
        });
        return all;
    }

    /** Opens nothing any more, and decides nothing; what is open is the holder's to end. */
    @Override
    public synchronized void close() {
        ended = true;
        loop.close();
    }
}
