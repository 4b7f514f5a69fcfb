package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a name by the name servers. The names that it may stand for are gone through in order; of one name both
 * families are asked for at the same time, and the first name that has an address of either ends the lookup. A question
 * that the servers leave open is never taken for a No. Confined to one event loop.
 */
final class NameLookup {
    /**
     * How long one family is waited for when the other has answered; a quarter of what is left at most. Halfway, what is
     * missing is asked for again.
     */
    private static final Duration OTHER_FAMILY = Duration.ofSeconds(1);

    /**
     * What was found.
     *
     * @param name the name that has the addresses
     */
    record Found(String name, List<InetAddress> addresses) {}

    private final PhaseContext context;
    private final Transport transport;
    private final ResolvConf conf;
    private final int firstServer;
    private final String host;
    private final List<IpProtocol> families;
    private final List<String> candidates;
    private final CompletableFuture<Found> found = new CompletableFuture<>();

    private int candidate;
    private List<NameQuery> queries = List.of();
    private final Map<IpProtocol, NameQuery.Result> results = new EnumMap<>(IpProtocol.class);
    private @Nullable ScheduledFuture<?> patience;

    private NameQuery.@Nullable Result open;
    private @Nullable String withoutAddress;
    private final List<String> unknown = new ArrayList<>();

    /**
     * @param firstServer the place in the list of the server that is asked first
     * @param families the preferred one first
     */
    NameLookup(
            PhaseContext context,
            Transport transport,
            ResolvConf conf,
            int firstServer,
            String host,
            List<IpProtocol> families) {
        this.context = context;
        this.transport = transport;
        this.conf = conf;
        this.firstServer = firstServer;
        this.host = host;
        this.families = families;
        this.candidates = conf.candidates(host);
    }

    /** Fails with a {@link ProbeFailedException}. */
    CompletableFuture<Found> run() {
        context.atEnd(this::stop);
        context.waitFor(this::waitingFor);
        ask();
        return found;
    }

    private void ask() {
        if (candidate == candidates.size()) {
            fail();
            return;
        }
        results.clear();
        queries = families.stream()
                .map(family -> new NameQuery(
                        context, transport, conf, new DnsQuestion(candidates.get(candidate), family), firstServer))
                .toList();
        for (NameQuery query : queries) {
            CompletableFuture<NameQuery.Result> unused = query.result().whenComplete((result, bug) -> {
                if (bug != null) {
                    stop();
                    found.completeExceptionally(bug);
                } else {
                    note(result);
                }
            });
        }
        queries.forEach(NameQuery::start);
    }

    private void note(NameQuery.Result result) {
        results.put(result.family(), result);
        if (results.size() == families.size()) {
            judge();
        } else if (result.reason() == null) {
            waitForTheOther(result.family().other());
        }
    }

    /**
     * A name server that answers for one family and is silent for the other is not waited for to the end (RFC 8305 §3):
     * an address that is not known is not dialled.
     */
    private void waitForTheOther(IpProtocol family) {
        Duration quarter = context.remaining().dividedBy(4);
        Duration atMost = quarter.compareTo(OTHER_FAMILY) < 0 ? quarter : OTHER_FAMILY;
        queries.get(families.indexOf(family)).hurry(atMost.dividedBy(2));
        patience = context.loop()
                .schedule(
                        () -> {
                            context.log()
                                    .warn("the name servers did not answer for the other family within "
                                            + Text.of(atMost) + "; going on without it: "
                                            + queries.get(families.indexOf(family))
                                                    .conduct());
                            judge();
                        },
                        atMost.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void judge() {
        stop();
        List<InetAddress> addresses = families.stream()
                .map(results::get)
                .filter(Objects::nonNull)
                .flatMap(result -> result.addresses().stream())
                .toList();
        if (!addresses.isEmpty()) {
            found.complete(new Found(candidates.get(candidate), addresses));
            return;
        }
        NameQuery.Result left = families.stream()
                .map(results::get)
                .filter(result -> result != null && result.isOpen())
                .findFirst()
                .orElse(null);
        if (left == null) {
            noteNo();
        } else if (open == null) {
            open = left;
        }
        // Who does not answer about one name is not asked about the next: the budget is used up, as glibc has it.
        if (left != null && left.reason() != Reason.RESOLVER_FAILURE) {
            fail();
            return;
        }
        candidate++;
        ask();
    }

    private void noteNo() {
        String name = candidates.get(candidate);
        List<NameQuery.Result> exists = families.stream()
                .map(results::get)
                .filter(result -> result != null && result.reason() == Reason.NO_ADDRESS)
                .toList();
        if (exists.isEmpty()) {
            String said = Objects.requireNonNull(results.get(families.get(0))).detail();
            unknown.add(unknown.isEmpty() ? "name " + name + " does not exist (" + said + ")" : name);
        } else if (withoutAddress == null) {
            String types = exists.stream()
                    .map(result -> new DnsQuestion(name, result.family()).typeName())
                    .collect(Collectors.joining(" and no ", "no ", " record"));
            withoutAddress =
                    "name " + name + " has " + types + " (" + exists.get(0).detail() + ")";
        }
    }

    /** A question that is open counts more than a No, and that a name exists more than that another does not. */
    private void fail() {
        if (open != null) {
            fail(new Failure(Phase.RESOLVE, Objects.requireNonNull(open.reason()), open.detail(), open.limit()));
        } else if (withoutAddress != null) {
            fail(Reason.NO_ADDRESS, withoutAddress);
        } else if (unknown.isEmpty()) {
            fail(
                    Reason.NAME_NOT_FOUND,
                    "name " + host + " has no dot, and with the option no-tld-query and no search"
                            + " list nobody is asked for it");
        } else {
            List<String> others = unknown.subList(1, unknown.size());
            fail(
                    Reason.NAME_NOT_FOUND,
                    unknown.get(0) + (others.isEmpty() ? "" : ", nor does " + String.join(", ", others)));
        }
    }

    private void fail(Reason reason, String detail) {
        fail(new Failure(Phase.RESOLVE, reason, detail));
    }

    private void fail(Failure failure) {
        found.completeExceptionally(new ProbeFailedException(failure));
    }

    private String waitingFor() {
        return queries.stream()
                .filter(query -> !query.result().isDone())
                .findFirst()
                .map(query -> "the name servers to answer for " + candidates.get(candidate) + ": " + query.conduct())
                .orElse("the answer of the name servers");
    }

    private void stop() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
        queries.forEach(NameQuery::stop);
    }
}
