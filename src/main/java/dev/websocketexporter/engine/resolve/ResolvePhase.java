package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeFailedException.TargetForbiddenException;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.value.IpText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of the target and has them judged by the policy. One for each event loop. */
public final class ResolvePhase {
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /**
     * How long the family that is not preferred is waited for when the preferred one is known; a quarter of what is
     * left at most.
     */
    private static final Duration OTHER_FAMILY = Duration.ofSeconds(1);

    private final HostsFile hostsFile;
    private final NameServers nameServers;

    public ResolvePhase(HostsFile hostsFile, NameServers nameServers) {
        this.hostsFile = hostsFile;
        this.nameServers = nameServers;
    }

    public CompletableFuture<Addresses> resolve(PhaseContext context) {
        context.waitFor(() -> "the answer of the name servers");
        RedirectHop hop = context.hop();
        String refusal = hop.proxy() == null ? null : context.request().policy().refusalBehindProxy(hop.target());
        if (refusal != null) {
            return refused(hop, refusal);
        }
        Host host = Host.of(hop);
        context.log().debug("resolving " + (context.hop().proxy() == null ? "" : "the proxy ") + host.name());
        return lookup(context, host)
                .thenCompose(addresses -> {
                    context.state().addLookup(Duration.ofNanos(context.clock().elapsed()));
                    context.log().info("resolved " + host.name() + " to " + shown(addresses));
                    return judged(context, addresses);
                })
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(ProbeFailedException.seenFrom(context.hop(), failure)));
    }

    /**
     * The policy does not apply to a proxy's addresses; the proxy looks up the target, so only the target's name was
     * judged.
     */
    private static CompletableFuture<Addresses> judged(PhaseContext context, Addresses addresses) {
        RedirectHop hop = context.hop();
        String refusal = hop.proxy() == null
                ? context.request().policy().refusalOfAddresses(hop.target(), addresses.all())
                : null;
        if (refusal == null) {
            return CompletableFuture.completedFuture(addresses);
        }
        return refused(hop, refusal);
    }

    private static CompletableFuture<Addresses> refused(RedirectHop hop, String refusal) {
        return CompletableFuture.failedFuture(
                hop.redirects() == 0
                        ? new TargetForbiddenException(refusal)
                        : ProbeFailedException.forbiddenRedirect(refusal));
    }

    private CompletableFuture<Addresses> lookup(PhaseContext context, Host host) {
        List<InetAddress> known = knownAddresses(host);
        return known.isEmpty() ? askNameServers(context, host) : chosen(context, host, known, null);
    }

    /**
     * An address needs no lookup, the hosts file comes before the name servers, and localhost is never asked for (RFC
     * 6761 §6.3).
     */
    private List<InetAddress> knownAddresses(Host host) {
        InetAddress address = host.address();
        if (address != null) {
            return List.of(address);
        }
        List<InetAddress> inFile = hostsFile.addresses(host.name());
        if (!inFile.isEmpty() || !isLocalhost(host.name())) {
            return inFile;
        }
        return List.of(address(LOOPBACK_6), address(LOOPBACK_4));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }

    private static boolean isLocalhost(String host) {
        String name = HostAndPort.withoutTrailingDot(host);
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    private CompletableFuture<Addresses> askNameServers(PhaseContext context, Host host) {
        Families families = Families.of(context.request().module().dialing());
        CompletableFuture<NameServers.Answer> first = nameServers.ask(host.name(), families.preferred());
        CompletableFuture<NameServers.Answer> other = families.fallback()
                ? nameServers.ask(host.name(), families.preferred().other())
                : CompletableFuture.completedFuture(new NameServers.Answer(List.of(), null));
        return first.thenCompose(a -> answerOf(other, context, a).thenCompose(b -> {
            List<InetAddress> all = new ArrayList<>(a.addresses());
            all.addAll(b.addresses());
            return chosen(context, host, all, a.failure());
        }));
    }

    /**
     * The other family's answer. Once there is an address to dial, a name server that answers for one family and is
     * silent for the other is not waited for to the end (RFC 8305 §3): an address that is not known is not dialled.
     */
    private static CompletableFuture<NameServers.Answer> answerOf(
            CompletableFuture<NameServers.Answer> other, PhaseContext context, NameServers.Answer preferred) {
        if (other.isDone() || preferred.addresses().isEmpty()) {
            return other;
        }
        Duration quarter = context.remaining().dividedBy(4);
        Duration patience = quarter.compareTo(OTHER_FAMILY) < 0 ? quarter : OTHER_FAMILY;
        CompletableFuture<NameServers.Answer> bounded = other.copy();
        ScheduledFuture<?> timer = context.loop()
                .schedule(
                        () -> {
                            if (bounded.complete(new NameServers.Answer(List.of(), null))) {
                                context.log()
                                        .warn("the name servers did not answer for the other family within "
                                                + Text.of(patience) + "; going on without it");
                            }
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        return bounded.whenComplete((answer, none) -> timer.cancel(false));
    }

    private static CompletableFuture<Addresses> chosen(
            PhaseContext context, Host host, List<InetAddress> all, @Nullable Failure failureOfPreferred) {
        Families families = Families.of(context.request().module().dialing());
        Addresses chosen = Addresses.choose(all, families.preferred(), families.fallback());
        if (chosen != null) {
            return CompletableFuture.completedFuture(chosen);
        }
        if (failureOfPreferred != null) {
            return CompletableFuture.failedFuture(new ProbeFailedException(failureOfPreferred));
        }
        String detail = host.name() + " has no address of the family "
                + families.preferred().label() + ", and " + families.why();
        return CompletableFuture.failedFuture(new ProbeFailedException(Phase.RESOLVE, Reason.NO_ADDRESS, detail));
    }

    /** What is looked up: the host of the proxy, else of the target. */
    private record Host(String name, @Nullable InetAddress address) {
        static Host of(RedirectHop hop) {
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
        static Families of(DialSettings dialing) {
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
