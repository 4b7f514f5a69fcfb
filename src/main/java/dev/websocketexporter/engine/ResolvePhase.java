package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.IpProtocol;
import dev.websocketexporter.probe.IpText;
import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.Target;
import dev.websocketexporter.probe.TargetPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of the target and has them judged by the policy. One for each event loop. */
final class ResolvePhase {
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final HostsFile hostsFile;
    private final NameServers nameServers;

    ResolvePhase(HostsFile hostsFile, NameServers nameServers) {
        this.hostsFile = hostsFile;
        this.nameServers = nameServers;
    }

    CompletableFuture<Addresses> resolve(ProbeRun run) {
        Target target = run.request().target();
        run.log().debug("resolving " + target.host());
        return lookup(run).thenCompose(addresses -> {
            run.findings().lookupTime = Duration.ofNanos(run.clock().elapsed());
            run.log().info("resolved " + target.host() + " to " + shown(addresses));
            return judged(run.request().policy(), target, addresses);
        });
    }

    private static CompletableFuture<Addresses> judged(TargetPolicy policy, Target target, Addresses addresses) {
        String refusal = policy.refusalOfAddresses(target, addresses.all());
        return refusal == null
                ? CompletableFuture.completedFuture(addresses)
                : CompletableFuture.failedFuture(new TargetForbidden(refusal));
    }

    private CompletableFuture<Addresses> lookup(ProbeRun run) {
        Target target = run.request().target();
        List<InetAddress> known = knownAddresses(target);
        return known.isEmpty() ? askNameServers(run) : chosen(run, known, null);
    }

    /** An address needs no lookup, the hosts file comes before the name servers, and localhost is never asked for (RFC 6761 §6.3). */
    private List<InetAddress> knownAddresses(Target target) {
        InetAddress address = target.address();
        if (address != null) {
            return List.of(address);
        }
        List<InetAddress> inFile = hostsFile.addresses(target.host());
        if (!inFile.isEmpty() || !isLocalhost(target.host())) {
            return inFile;
        }
        return List.of(Addressing.of(LOOPBACK_6), Addressing.of(LOOPBACK_4));
    }

    private static boolean isLocalhost(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    private CompletableFuture<Addresses> askNameServers(ProbeRun run) {
        Module module = run.request().module();
        String host = run.request().target().host();
        IpProtocol preferred = module.dialing().preferred();
        CompletableFuture<NameServers.Answer> first = nameServers.ask(host, preferred);
        CompletableFuture<NameServers.Answer> other = module.dialing().fallback()
                ? nameServers.ask(host, preferred.other())
                : CompletableFuture.completedFuture(new NameServers.Answer(List.of(), null));
        return first.thenCompose(a -> other.thenCompose(b -> {
            List<InetAddress> all = new ArrayList<>(a.addresses());
            all.addAll(b.addresses());
            return chosen(run, all, a.failure());
        }));
    }

    private static CompletableFuture<Addresses> chosen(
            ProbeRun run, List<InetAddress> all, @Nullable Failure failureOfPreferred) {
        Module module = run.request().module();
        Addresses chosen = Addresses.choose(
                all, module.dialing().preferred(), module.dialing().fallback());
        if (chosen != null) {
            return CompletableFuture.completedFuture(chosen);
        }
        if (failureOfPreferred != null) {
            return CompletableFuture.failedFuture(new ProbeFailure(failureOfPreferred));
        }
        String detail = run.request().target().host() + " has no address of the family "
                + module.dialing().preferred().label() + ", and ip_protocol_fallback is off";
        return CompletableFuture.failedFuture(new ProbeFailure(Phase.RESOLVE, Reason.NO_ADDRESS, detail));
    }

    private static String shown(Addresses addresses) {
        return addresses.all().stream().map(IpText::of).collect(Collectors.joining(", "));
    }
}
