package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A lookup whose name servers lie: over UDP and over TCP, late, about something else, cut off. It finds nothing that was not
 * sent, fails by the closed list and in its time, and leaves no socket open. {@link LyingSockets} says what an input means.
 */
public final class LookupFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(200), 64 << 20);
    private static final Set<Reason> REASONS =
            EnumSet.of(Reason.NAME_NOT_FOUND, Reason.NO_ADDRESS, Reason.RESOLVER_FAILURE, Reason.TIMEOUT);
    private static final MessageMemory MEMORY = new MessageMemory(1L << 30);
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final int LONGEST_DETAIL = 8_000;
    private static final ResolvConf CONF = ResolvConf.of(
            new InetSocketAddress(Addresses.loopback(IpProtocol.IP4), 53),
            new InetSocketAddress(Addresses.loopback(IpProtocol.IP6), 53));
    private static final ProbeRequest REQUEST = request();

    private LookupFuzz() {}

    private static ProbeRequest request() {
        try {
            return new ProbeRequest(
                    Target.parse("ws://a.test/"), ProbeModule.withDefaults("m"), null, TargetPolicy.DEFAULT, BUDGET);
        } catch (InvalidTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        BOUNDS.hold(data, LookupFuzz::play);
    }

    private static void play(byte[] data) {
        LyingSockets servers = new LyingSockets(data);
        ProbeRun run = new ProbeRun(
                REQUEST,
                RedirectHop.first(REQUEST, null),
                new ProbeLoop(servers.loop(), servers::now, new LoopClock(servers::now), MEMORY),
                Instant.EPOCH);
        CompletableFuture<NameLookup.Found> found = new NameLookup(
                        run.context(), servers.transport(), CONF, 0, "a.test", List.of(IpProtocol.IP6, IpProtocol.IP4))
                .run();
        servers.play(found, BUDGET.plusSeconds(1));
        Expect.that(found.isDone(), "a lookup without an end");
        found.whenComplete((lookup, failure) -> {
                    if (failure == null) {
                        judge(lookup, servers);
                    } else {
                        Expect.failure(ProbeFailedException.unwrapped(failure), Phase.RESOLVE, REASONS, LONGEST_DETAIL);
                    }
                })
                .handle((lookup, failure) -> failure)
                .thenAccept(LookupFuzz::rethrow)
                .join();
        run.finish(null);
        Expect.equal(servers.open(), 0L, "sockets that are open after the end");
    }

    private static void judge(NameLookup.Found lookup, LyingSockets servers) {
        Expect.that(!lookup.addresses().isEmpty(), "found nothing");
        for (InetAddress address : lookup.addresses()) {
            Expect.that(servers.hasSent(address), "an address that nobody sent: " + address);
        }
    }

    /** What an assertion threw, and not what the lookup failed with. */
    private static void rethrow(Throwable failure) {
        if (ProbeFailedException.unwrapped(failure) instanceof AssertionError broken) {
            throw broken;
        }
    }
}
