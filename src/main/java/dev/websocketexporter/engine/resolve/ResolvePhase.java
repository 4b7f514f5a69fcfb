package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeFailedException.TargetForbiddenException;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.HostName;
import dev.websocketexporter.probe.value.IpText;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of the target and has them judged by the policy. Safe for use by several event loops. */
public final class ResolvePhase {
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
        InetAddress pinned = hop.pinned();
        if (pinned != null) {
            context.log()
                    .debug("to " + IpText.of(pinned) + ", one of the addresses of "
                            + hop.target().host());
            return judged(context, new Addresses(List.of(pinned), pinned, null));
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

    /** Of a proxy's addresses the policy says nothing; the target's are the proxy's to find, so its name had to do. */
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
        List<InetAddress> known =
                knownAddresses(host, context.request().module().dialing());
        return known.isEmpty() ? askNameServers(context, host) : chosen(context, host, known);
    }

    /**
     * An address needs no lookup, the hosts file comes before the system's name servers, and localhost is never asked for
     * (RFC 6761 §6.3).
     */
    private List<InetAddress> knownAddresses(Host host, DialSettings dialing) {
        InetAddress address = host.address();
        if (address != null) {
            return List.of(address);
        }
        List<InetAddress> inFile = dialing.nameServers().isEmpty() ? hostsFile.addresses(host.name()) : List.of();
        if (!inFile.isEmpty() || !isLocalhost(host.name())) {
            return inFile;
        }
        return List.of(Addresses.loopback(IpProtocol.IP6), Addresses.loopback(IpProtocol.IP4));
    }

    private static boolean isLocalhost(String host) {
        String name = HostName.withoutTrailingDot(host);
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    private CompletableFuture<Addresses> askNameServers(PhaseContext context, Host host) {
        Families families = Families.of(context.request().module().dialing());
        return nameServers.lookup(context, host.name(), families.wanted()).thenCompose(found -> {
            if (found.name().length() > host.name().length()) {
                context.log().info(host.name() + " is " + found.name() + ", by the search list of resolv.conf");
            }
            return chosen(context, host, found.addresses());
        });
    }

    private static CompletableFuture<Addresses> chosen(PhaseContext context, Host host, List<InetAddress> all) {
        Families families = Families.of(context.request().module().dialing());
        Addresses chosen = Addresses.choose(all, families.preferred(), families.fallback());
        if (chosen != null) {
            return CompletableFuture.completedFuture(chosen);
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
        List<IpProtocol> wanted() {
            return fallback ? List.of(preferred, preferred.other()) : List.of(preferred);
        }

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
