package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Dialing;
import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.IpProtocol;
import dev.websocketexporter.probe.IpText;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Proxy;
import dev.websocketexporter.probe.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of the target and has them judged by the policy. One for each event loop. */
final class ResolvePhase {
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /** How long the family that is not preferred is waited for when the preferred one is known; a quarter of what is left at most. */
    private static final Duration OTHER_FAMILY = Duration.ofSeconds(1);

    private final HostsFile hostsFile;
    private final NameServers nameServers;

    ResolvePhase(HostsFile hostsFile, NameServers nameServers) {
        this.hostsFile = hostsFile;
        this.nameServers = nameServers;
    }

    CompletableFuture<Addresses> resolve(ProbeRun run) {
        Hop hop = run.hop();
        String refusal = hop.proxy() == null ? null : run.request().policy().refusalBehindProxy(hop.target());
        if (refusal != null) {
            return refused(hop, refusal);
        }
        Host host = Host.of(hop);
        run.log().debug("resolving " + (run.hop().proxy() == null ? "" : "the proxy ") + host.name());
        return lookup(run, host)
                .thenCompose(addresses -> {
                    run.findings().addLookup(Duration.ofNanos(run.clock().elapsed()));
                    run.log().info("resolved " + host.name() + " to " + shown(addresses));
                    return judged(run, addresses);
                })
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(ProbeFailure.seenFrom(run.hop(), failure)));
    }

    /** Of a proxy's addresses the policy says nothing; the target's are the proxy's to find, so its name had to do. */
    private static CompletableFuture<Addresses> judged(ProbeRun run, Addresses addresses) {
        Hop hop = run.hop();
        String refusal =
                hop.proxy() == null ? run.request().policy().refusalOfAddresses(hop.target(), addresses.all()) : null;
        if (refusal == null) {
            return CompletableFuture.completedFuture(addresses);
        }
        return refused(hop, refusal);
    }

    private static CompletableFuture<Addresses> refused(Hop hop, String refusal) {
        return CompletableFuture.failedFuture(
                hop.redirects() == 0 ? new TargetForbidden(refusal) : Redirects.forbidden(refusal));
    }

    private CompletableFuture<Addresses> lookup(ProbeRun run, Host host) {
        List<InetAddress> known = knownAddresses(host);
        return known.isEmpty() ? askNameServers(run, host) : chosen(run, host, known, null);
    }

    /** An address needs no lookup, the hosts file comes before the name servers, and localhost is never asked for (RFC 6761 §6.3). */
    private List<InetAddress> knownAddresses(Host host) {
        InetAddress address = host.address();
        if (address != null) {
            return List.of(address);
        }
        List<InetAddress> inFile = hostsFile.addresses(host.name());
        if (!inFile.isEmpty() || !isLocalhost(host.name())) {
            return inFile;
        }
        return List.of(Addressing.of(LOOPBACK_6), Addressing.of(LOOPBACK_4));
    }

    private static boolean isLocalhost(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    private CompletableFuture<Addresses> askNameServers(ProbeRun run, Host host) {
        Families families = Families.of(run.request().module().dialing());
        CompletableFuture<NameServers.Answer> first = nameServers.ask(host.name(), families.preferred());
        CompletableFuture<NameServers.Answer> other = families.fallback()
                ? nameServers.ask(host.name(), families.preferred().other())
                : CompletableFuture.completedFuture(new NameServers.Answer(List.of(), null));
        return first.thenCompose(a -> answerOf(other, run, a).thenCompose(b -> {
            List<InetAddress> all = new ArrayList<>(a.addresses());
            all.addAll(b.addresses());
            return chosen(run, host, all, a.failure());
        }));
    }

    /**
     * The other family's answer. Once there is an address to dial, a name server that answers for one family and is
     * silent for the other is not waited for to the end (RFC 8305 §3): an address that is not known is not dialled.
     */
    private static CompletableFuture<NameServers.Answer> answerOf(
            CompletableFuture<NameServers.Answer> other, ProbeRun run, NameServers.Answer preferred) {
        if (other.isDone() || preferred.addresses().isEmpty()) {
            return other;
        }
        Duration quarter = run.remaining().dividedBy(4);
        Duration patience = quarter.compareTo(OTHER_FAMILY) < 0 ? quarter : OTHER_FAMILY;
        CompletableFuture<NameServers.Answer> bounded = other.copy();
        ScheduledFuture<?> timer = run.loop()
                .schedule(
                        () -> {
                            if (bounded.complete(new NameServers.Answer(List.of(), null))) {
                                run.log()
                                        .warn("the name servers did not answer for the other family within "
                                                + Quantities.of(patience) + "; going on without it");
                            }
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        return bounded.whenComplete((answer, none) -> timer.cancel(false));
    }

    private static CompletableFuture<Addresses> chosen(
            ProbeRun run, Host host, List<InetAddress> all, @Nullable Failure failureOfPreferred) {
        Families families = Families.of(run.request().module().dialing());
        Addresses chosen = Addresses.choose(all, families.preferred(), families.fallback());
        if (chosen != null) {
            return CompletableFuture.completedFuture(chosen);
        }
        if (failureOfPreferred != null) {
            return CompletableFuture.failedFuture(new ProbeFailure(failureOfPreferred));
        }
        String detail = host.name() + " has no address of the family "
                + families.preferred().label() + ", and " + families.why();
        return CompletableFuture.failedFuture(new ProbeFailure(Phase.RESOLVE, Reason.NO_ADDRESS, detail));
    }

    /** What is looked up: the host of the proxy, else of the target. */
    private record Host(String name, @Nullable InetAddress address) {
        static Host of(Hop hop) {
            Proxy proxy = hop.proxy();
            return proxy == null
                    ? new Host(hop.target().host(), hop.target().address())
                    : new Host(proxy.address().host(), proxy.address().address());
        }
    }

    /**
     * The families of addresses that can be dialled.
     *
     * @param why why the other one cannot, for a message
     */
    private record Families(IpProtocol preferred, boolean fallback, String why) {
        static Families of(Dialing dialing) {
            InetAddress source = dialing.source();
            return source == null
                    ? new Families(dialing.preferred(), dialing.fallback(), "ip_protocol_fallback is off")
                    : new Families(IpProtocol.of(source), false, "source_ip_address is of that family");
        }
    }

    private static String shown(Addresses addresses) {
        return addresses.all().stream().map(IpText::of).collect(Collectors.joining(", "));
    }
}
