package dev.websocketexporter.engine.crl;

import dev.websocketexporter.engine.crl.CrlFetcher.Fetched;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.tls.CrlSource;
import dev.websocketexporter.tls.RevocationList;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Revocation lists, fetched when needed and kept until their next update; probes that need the same one at the same time
 * share a fetch. One that cannot be had is not tried again at once. Safe for use by several threads.
 */
public final class CrlCache {
    /** After that a newer one is fetched beside the probe that uses it: authorities write lists long before the next update. */
    private static final long FRESH_NANOS = TimeUnit.HOURS.toNanos(4);

    /** A server of lists that is down costs a probe a part of its time, and so not each of them. */
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** After a limit or a fault of the exporter's own, which may be over by then. */
    private static final long OWN_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Each has a connection, and up to 16 MiB. */
    private static final int MAX_UNDER_WAY = 32;

    private static final int MAX_FAILED = 1_000;

    /** Lists may take half of the total for what peers send. */
    private static final int PARTS_OF_THE_MEMORY = 2;

    private final CrlFetcher fetcher;
    private final MessageMemory memory;
    private final Ticker ticker;
    private final Clock clock;
    /** The least recently used first. */
    private final Map<ListKey, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<FetchKey, Failed> failed = new HashMap<>();
    private final Map<FetchKey, Fetch> underWay = new HashMap<>();
    private long bytes;

    /** Which list. */
    private record ListKey(String url, CrlSource.Issuer issuer) {}

    /** How a list is fetched: what another module cannot reach, this one may. */
    private record FetchKey(
            ListKey list, TargetPolicy policy, DialSettings dialing, ProxySettings proxy, TlsSettings tls) {
        static FetchKey of(ProbeRequest probe, ListKey listKey) {
            ProbeModule module = probe.module();
            return new FetchKey(listKey, probe.policy(), module.dialing(), module.proxy(), module.tls());
        }
    }

    /** @param readAt the tick at which it was */
    private record Kept(RevocationList list, long bytes, CrlMemory memory, long readAt) {}

    /** @param until the tick from which on it may be tried again */
    private record Failed(CrlReport flaw, long until) {}

    /**
     * A fetch, and what those who wait for it wait for.
     *
     * @param begunAt the tick at which it began
     */
    private record Fetch(CrlMemory memory, CompletableFuture<Fetched> result, long begunAt) {}

    public CrlCache(CrlFetcher fetcher, MessageMemory memory, Ticker ticker, Clock clock) {
        this.fetcher = fetcher;
        this.memory = memory;
        this.ticker = ticker;
        this.clock = clock;
    }

    /**
     * A list, on the probe's loop, where the future is completed too; it never fails.
     *
     * @param patience how long a fetch may take that is waited for: what has been under way for longer is no more waited for
     */
    CompletableFuture<Fetched> list(
            PhaseContext context, Target target, CrlSource.Point point, CrlSource.Issuer issuer, Duration patience) {
        FetchKey key = FetchKey.of(context.request(), new ListKey(point.url(), issuer));
        Fetched known;
        Fetch fetch;
        boolean begins;
        synchronized (this) {
            known = known(key);
            fetch = underWay.get(key);
            begins = fetch == null && (known == null || isOld(key));
            if (begins && underWay.size() >= MAX_UNDER_WAY) {
                begins = false;
                known = known == null
                        ? Fetched.nothing(CrlReport.unknown(MAX_UNDER_WAY + " other lists are being fetched"))
                        : known;
            } else if (begins) {
                fetch = new Fetch(new CrlMemory(memory, context.loop()), new CompletableFuture<>(), ticker.read());
                underWay.put(key, fetch);
            } else if (known == null) {
                known = tooSlow(Objects.requireNonNull(fetch), patience);
            }
        }
        if (begins) {
            begin(context, target, key, Objects.requireNonNull(fetch));
        }
        return known == null
                ? onLoopOf(context, Objects.requireNonNull(fetch).result())
                : CompletableFuture.completedFuture(known);
    }

    private @Nullable Fetched tooSlow(Fetch fetch, Duration patience) {
        Duration age = Duration.ofNanos(ticker.read() - fetch.begunAt());
        return age.compareTo(patience) < 0
                ? null
                : Fetched.nothing(CrlReport.unknown("it has been under way for " + Text.of(age) + " (expected: at most "
                        + Text.of(patience) + ", a part of the time budget)"));
    }

    /** What needs no fetch: a list, or why there was none a moment ago. */
    private @Nullable Fetched known(FetchKey key) {
        Kept last = kept.get(key.list());
        if (last != null && last.list().untimely(clock.instant()) == null) {
            return Fetched.of(last.list());
        }
        Failed lately = failedLately(key);
        return lately == null ? null : Fetched.nothing(lately.flaw());
    }

    private @Nullable Failed failedLately(FetchKey key) {
        Failed last = failed.get(key);
        return last != null && last.until() - ticker.read() > 0 ? last : null;
    }

    /** Whether a newer list should be fetched although there is one. */
    private boolean isOld(FetchKey key) {
        Kept last = kept.get(key.list());
        return last != null && ticker.read() - last.readAt() > FRESH_NANOS && failedLately(key) == null;
    }

    private void begin(PhaseContext context, Target target, FetchKey key, Fetch fetch) {
        CompletableFuture<Void> unused = fetcher.fetch(
                        context, target, key.list().issuer(), fetch.memory())
                .thenAccept(fetched -> fetch.result().complete(settle(key, fetched, fetch.memory())));
    }

    /** On the loop that fetched it. */
    private synchronized Fetched settle(FetchKey key, Fetched fetched, CrlMemory held) {
        underWay.remove(key);
        RevocationList list = fetched.list();
        Kept newer = list == null ? null : newerThan(list, key.list());
        if (newer != null) {
            held.release();
            kept.put(key.list(), new Kept(newer.list(), newer.bytes(), newer.memory(), ticker.read()));
            failed.remove(key);
            return new Fetched(newer.list(), null, false, fetched.log());
        }
        Fetched result = list == null ? fetched : keep(key.list(), list, held, fetched);
        CrlReport flaw = result.flaw();
        if (flaw == null) {
            failed.remove(key);
            return result;
        }
        held.release();
        if (failed.size() >= MAX_FAILED) {
            failed.clear();
        }
        failed.put(key, new Failed(flaw, ticker.read() + (result.isOurs() ? OWN_PAUSE_NANOS : PAUSE_NANOS)));
        return result;
    }

    /** The list that is kept, if it is a later one: a server that lags behind, or a man in the middle, takes no entry back. */
    private @Nullable Kept newerThan(RevocationList list, ListKey listKey) {
        Kept last = kept.get(listKey);
        boolean isNewer =
                last != null && last.list().isNewerThan(list) && last.list().untimely(clock.instant()) == null;
        return isNewer ? last : null;
    }

    /** Keeps it, or says why it does not. */
    private Fetched keep(ListKey listKey, RevocationList list, CrlMemory held, Fetched fetched) {
        String untimely = list.untimely(clock.instant());
        if (untimely != null) {
            return new Fetched(null, new CrlReport(list.nextUpdate(), untimely, null), false, fetched.log());
        }
        long size = list.approximateBytes();
        long most = memory.limit() / PARTS_OF_THE_MEMORY;
        if (held.isEvicted() || size > most || !held.hold(size)) {
            CrlReport noRoom = new CrlReport(
                    list.nextUpdate(),
                    "there was no room for its " + Text.ofBytes(size) + " in the exporter's " + Text.ofBytes(most)
                            + " for revocation lists (expected: a larger heap)",
                    null);
            return new Fetched(null, noRoom, size <= most, fetched.log());
        }
        held.whenEvicted(() -> drop(listKey, held));
        forget(kept.put(listKey, new Kept(list, size, held, ticker.read())));
        bytes += size;
        Iterator<Kept> leastUsed = kept.values().iterator();
        while (bytes > most) {
            Kept last = leastUsed.next();
            leastUsed.remove();
            forget(last);
        }
        return fetched;
    }

    /** Others need its memory. */
    private synchronized void drop(ListKey listKey, CrlMemory held) {
        Kept last = kept.get(listKey);
        if (last != null && last.memory() == held) {
            kept.remove(listKey);
            forget(last);
        }
    }

    private void forget(@Nullable Kept removed) {
        if (removed != null) {
            bytes -= removed.bytes();
            removed.memory().release();
        }
    }

    private static CompletableFuture<Fetched> onLoopOf(PhaseContext context, CompletableFuture<Fetched> result) {
        CompletableFuture<Fetched> here = new CompletableFuture<>();
        CompletableFuture<Void> unused =
                result.thenAccept(fetched -> context.loop().execute(() -> here.complete(fetched)));
        return here;
    }
}
