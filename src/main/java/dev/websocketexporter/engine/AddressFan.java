package dev.websocketexporter.engine;

import dev.websocketexporter.engine.run.JoinedRuns;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.AddressesReport.Verdict;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.IpText;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A probe of every address that a name has: one lookup, then one run an address, all at the same time and inside one budget.
 * The result is the worst run's. Everything except the methods of {@link Prober.Handle} is confined to one loop.
 */
final class AddressFan extends JoinedRuns {
    /** Further addresses of a name are counted, and not probed. */
    static final int MOST = 16;

    /** There is an answer even if the lookup has taken all of the time. */
    private static final Duration LEAST = Duration.ofNanos(1);

    /** Starts the runs that it is made of. */
    interface Runs {
        /**
         * A run that ends after the phase resolve.
         *
         * @param found completes, on the loop, before the run has its result; never, if the phase fails
         */
        ProbeRun lookup(ProbeRequest request, CompletableFuture<Found> found);

        /** A run whose lookup has been done. */
        ProbeRun of(ProbeRequest request, InetAddress address);
    }

    /**
     * What the lookup has found.
     *
     * @param addresses those that are wanted, in the order of the answer
     * @param log what the lookup had to say
     */
    record Found(List<InetAddress> addresses, List<LogLine> log) {
        private static final Found NOTHING = new Found(List.of(), List.of());

        Found {
            addresses = List.copyOf(addresses);
            log = List.copyOf(log);
        }
    }

    private final ProbeRequest request;
    private final Ticker ticker;
    private final long startedAt;
    private final Instant startedOn;
    private final Runs runs;
    private final List<Branch> branches = new ArrayList<>();

    private Found found = Found.NOTHING;
    private @Nullable ProbeRun lookup;
    private int unfinished;
    private boolean cancelled;

    /** The run of one address. */
    private static final class Branch {
        private final InetAddress address;
        private final ProbeRun run;
        private final Duration before;
        private @Nullable ProbeResult ended;

        /** @param before the time until it began */
        Branch(InetAddress address, ProbeRun run, Duration before) {
            this.address = address;
            this.run = run;
            this.before = before;
        }

        ProbeResult result() {
            if (ended == null) {
                throw new IllegalStateException(address + " still runs (expected: its result)");
            }
            return ended;
        }

        Verdict verdict() {
            return new Verdict(address, result().timings().total(), result().failure());
        }

        Duration end() {
            return before.plus(result().timings().total());
        }
    }

    /** One that has not begun. */
    AddressFan(ProbeRequest request, EventLoop loop, Ticker ticker, Instant startedOn, Runs runs) {
        super(loop);
        this.request = request;
        this.ticker = ticker;
        this.startedAt = ticker.read();
        this.startedOn = startedOn;
        this.runs = runs;
    }

    /** Begins the lookup. */
    AddressFan begin() {
        loop().execute(() -> {
            CompletableFuture<Found> addresses = new CompletableFuture<>();
            ProbeRun run = runs.lookup(request, addresses);
            lookup = run;
            add(run);
            CompletionStage<Void> unused =
                    run.result().thenAcceptAsync(ended -> lookedUp(ended, addresses.getNow(Found.NOTHING)), loop());
        });
        return this;
    }

    private void lookedUp(ProbeResult ended, Found looked) {
        if (!ended.successful() || looked.addresses().isEmpty()) {
            // There is nothing to probe: the whole probe has ended as its lookup has.
            complete(ended);
            return;
        }
        found = looked;
        List<InetAddress> all = looked.addresses();
        List<InetAddress> probed = all.subList(0, Math.min(MOST, all.size()));
        unfinished = probed.size();
        for (InetAddress address : probed) {
            Duration left = request.budget().minus(elapsed());
            Duration before = elapsed();
            ProbeRun run = runs.of(request.withBudget(left.compareTo(LEAST) < 0 ? LEAST : left), address);
            Branch branch = new Branch(address, run, before);
            branches.add(branch);
            add(run);
            CompletionStage<Void> unused = run.result().thenAcceptAsync(its -> branchEnded(branch, its, ended), loop());
            if (cancelled) {
                run.cancel();
            }
        }
    }

    private void branchEnded(Branch branch, ProbeResult ended, ProbeResult looked) {
        branch.ended = ended;
        unfinished--;
        if (unfinished == 0) {
            complete(combined(looked, worst()));
        }
    }

    /**
     * A failed one before a slow one; the target's own failure before a limit of the exporter, and the first one in the order
     * of the answer.
     */
    private Branch worst() {
        return branches.stream()
                .max(Comparator.<Branch>comparingInt(branch -> badness(branch.result()))
                        .thenComparing(branch -> branch.result().successful()
                                ? branch.result().timings().total()
                                : Duration.ZERO)
                        .thenComparing(branch -> -branches.indexOf(branch)))
                .orElseThrow();
    }

    private static int badness(ProbeResult ended) {
        Failure failure = ended.failure();
        if (failure == null) {
            return ended.successful() ? 0 : 3;
        }
        return failure.reason() == Reason.EXPORTER_LIMIT ? 1 : 2;
    }

    private ProbeResult combined(ProbeResult looked, Branch worst) {
        ProbeResult ended = worst.result();
        Map<Phase, Duration> phases = new EnumMap<>(ended.timings().phases());
        phases.putAll(looked.timings().phases());
        Duration total = elapsed();
        Duration othersTook = total.minus(worst.end());
        return new ProbeResult(
                request,
                startedOn,
                ended.outcome(),
                new Timings(
                        total, phases, Duration.ZERO, ended.timings().aside().plus(othersTook)),
                looked.lookupTime(),
                ended.dialled(),
                ended.tls(),
                ended.upgrade(),
                ended.conversation(),
                ended.close(),
                1,
                new AddressesReport(
                        found.addresses().size(),
                        branches.stream().map(Branch::verdict).toList()),
                log(worst));
    }

    /** The lookup's, the worst run's, and a line for each address. */
    private List<LogLine> log(Branch worst) {
        List<LogLine> lines = new ArrayList<>(found.log());
        int addresses = found.addresses().size();
        if (addresses > branches.size()) {
            lines.add(new LogLine(
                    worst.before,
                    LogLine.Level.WARN,
                    "the name has " + addresses + " addresses; the first " + MOST + " are probed"));
        }
        worst.result().log().forEach(line -> lines.add(line.after(worst.before)));
        if (branches.size() > 1) {
            branches.forEach(branch -> lines.add(line(branch, branch == worst)));
        }
        return lines;
    }

    private LogLine line(Branch branch, boolean told) {
        Failure failure = branch.result().failure();
        String words = IpText.of(branch.address)
                + (failure == null
                        ? " succeeded in " + Text.of(branch.result().timings().total())
                        : " failed in phase " + failure.phase().label() + ": "
                                + failure.reason().label() + ": " + failure.detail())
                + (told ? " (the worst of the addresses, whose phases are told)" : "");
        return new LogLine(elapsed(), failure == null ? LogLine.Level.INFO : LogLine.Level.WARN, words);
    }

    private Duration elapsed() {
        return Duration.ofNanos(ticker.read() - startedAt);
    }

    @Override
    public void cancel() {
        loop().execute(() -> {
            cancelled = true;
            if (lookup != null) {
                lookup.cancel();
            }
            branches.forEach(branch -> branch.run.cancel());
        });
    }
}
