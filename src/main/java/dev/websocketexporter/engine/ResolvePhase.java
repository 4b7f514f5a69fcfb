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
        IpProtocol preferred = module.preferredIpProtocol();
        CompletableFuture<NameServers.Answer> first = nameServers.ask(host, preferred);
        CompletableFuture<NameServers.Answer> other = module.ipProtocolFallback()
                ? nameServers.ask(host, preferred.other())
                : CompletableFuture.completedFuture(new NameServers.Answer(List.of(), null));
        return first.thenCompose(a -> answerOf(other, run, a).thenCompose(b -> {
            List<InetAddress> all = new ArrayList<>(a.addresses());
            all.addAll(b.addresses());
            return chosen(run, all, a.failure());
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
            ProbeRun run, List<InetAddress> all, @Nullable Failure failureOfPreferred) {
        Module module = run.request().module();
        Addresses chosen = Addresses.choose(all, module.preferredIpProtocol(), module.ipProtocolFallback());
        if (chosen != null) {
            return CompletableFuture.completedFuture(chosen);
        }
        if (failureOfPreferred != null) {
            return CompletableFuture.failedFuture(new ProbeFailure(failureOfPreferred));
        }
        String detail = run.request().target().host() + " has no address of the family "
                + module.preferredIpProtocol().label() + ", and ip_protocol_fallback is off";
        return CompletableFuture.failedFuture(new ProbeFailure(Phase.RESOLVE, Reason.NO_ADDRESS, detail));
    }

    private static String shown(Addresses addresses) {
        return addresses.all().stream().map(IpText::of).collect(Collectors.joining(", "));
    }
}
