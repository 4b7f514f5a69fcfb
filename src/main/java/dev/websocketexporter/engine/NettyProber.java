package dev.websocketexporter.engine;

import dev.websocketexporter.engine.auth.AuthPhase;
import dev.websocketexporter.engine.auth.OAuth2TokenCache;
import dev.websocketexporter.engine.auth.OAuth2TokenFetcher;
import dev.websocketexporter.engine.auth.OAuth2TokenRequests;
import dev.websocketexporter.engine.connect.ConnectPhase;
import dev.websocketexporter.engine.conversation.ConversationPhase;
import dev.websocketexporter.engine.crl.CrlCache;
import dev.websocketexporter.engine.crl.CrlCheck;
import dev.websocketexporter.engine.crl.CrlFetcher;
import dev.websocketexporter.engine.hold.Holds;
import dev.websocketexporter.engine.loop.ClockedIoHandler;
import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.proxy.ProxyPhase;
import dev.websocketexporter.engine.resolve.NameFiles;
import dev.websocketexporter.engine.resolve.NameServers;
import dev.websocketexporter.engine.resolve.ResolvePhase;
import dev.websocketexporter.engine.route.Route;
import dev.websocketexporter.engine.run.AttemptSeries;
import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.tls.SystemTrust;
import dev.websocketexporter.engine.tls.TlsContexts;
import dev.websocketexporter.engine.tls.TlsPhase;
import dev.websocketexporter.engine.tls.Verification;
import dev.websocketexporter.engine.upgrade.UpgradePhase;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.report.ExecutorFigures;
import dev.websocketexporter.probe.report.MessageMemoryFigures;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Probes WebSocket servers, and holds connections to them open. Each probe, and each opening, is a chain of phases on one of
 * a few event loops: {@link ProbePhases}.
 */
public final class NettyProber implements Prober, Holder, AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** A busy machine or a collection of garbage is no reason to get no more probes. */
    private static final Duration LATEST_LOOP = Duration.ofSeconds(3);

    private final EngineSettings settings;
    private final EventLoopGroup loops;
    private final List<ProbeLoop> probeLoops = new ArrayList<>();
    private final WorkPools pools;
    private final MessageMemory memory = MessageMemory.ofThisRuntime();
    private final TlsContexts tlsContexts;
    private final NameFiles nameFiles;
    private final ProbePhases phases;

    /** Made for the first connection that is held: most exporters hold none. */
    private @Nullable Holds holds;

    public NettyProber(EngineSettings settings) {
        this.settings = settings;
        Map<ThreadAwareExecutor, LoopClock> clocks = new LinkedHashMap<>();
        this.loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(), new DefaultThreadFactory("probe"), clocked(settings, clocks));
        // A loop makes its thread with its first task: no probe waits for that.
        loops.forEach(loop -> loop.execute(() -> {}));
        loops.forEach(loop -> probeLoops.add(
                new ProbeLoop((EventLoop) loop, settings.ticker(), Objects.requireNonNull(clocks.get(loop)), memory)));
        this.pools = new WorkPools(settings.eventLoops(), settings.ticker());
        BlockingExecutor cryptography = pools.cryptography();
        ValueReader values = new ValueReader(pools.files());
        this.tlsContexts = new TlsContexts(settings.tlsEngine(), cryptography, values);
        TlsPhase tls = new TlsPhase(
                tlsContexts,
                new Verification(cryptography, pools.files(), SystemTrust.load(pools.fileThreads()), settings.clock()));
        this.nameFiles = NameFiles.watch(settings.hostsFile(), settings.nameServers());
        Route route = new Route(
                new ResolvePhase(nameFiles.hosts(), new NameServers(settings.transport(), nameFiles.resolvConf())),
                new ConnectPhase(settings.transport()),
                new ProxyPhase(tls, settings.userAgent()),
                tls);
        OAuth2TokenCache tokens = new OAuth2TokenCache(
                new OAuth2TokenFetcher(
                        route,
                        new OAuth2TokenRequests(values, cryptography, settings.userAgent(), settings.clock()),
                        settings.proxyEnvironment()),
                settings.ticker());
        CrlCache crls = new CrlCache(
                new CrlFetcher(
                        route, pools.lists(), settings.proxyEnvironment(), settings.userAgent(), settings.clock()),
                memory,
                settings.ticker(),
                settings.clock());
        this.phases = new ProbePhases(
                route,
                new AuthPhase(values, tokens),
                tokens,
                new CrlCheck(crls, settings.clock()),
                new UpgradePhase(settings.userAgent()),
                new ConversationPhase(pools.matching(), values),
                settings.proxyEnvironment());
    }

    @Override
    public Handle start(ProbeRequest request) {
        return start(request, PhaseListener.NONE);
    }

    @Override
    public Handle start(ProbeRequest request, PhaseListener listener) {
        ProbeLoop loop = ProbeLoop.leastBusy(probeLoops);
        return request.module().attempts().most() == 1
                ? attempt(request, loop, listener)
                : new AttemptSeries(
                                request,
                                loop.executor(),
                                settings.ticker(),
                                settings.clock().instant(),
                                share -> {
                                    listener.attemptBegins();
                                    return attempt(share, loop, listener);
                                })
                        .begin();
    }

    @Override
    public Held hold(ProbeRequest request, Plan plan, HoldListener listener) {
        return holds().hold(request, plan, listener);
    }

    private synchronized Holds holds() {
        Holds made = holds;
        if (made == null) {
            made = new Holds(
                    probeLoops,
                    pools.matchingThreads(),
                    settings.clock(),
                    (request, loop) -> run(request, loop, PhaseListener.NONE),
                    phases::subscribe);
            holds = made;
        }
        return made;
    }

    private ProbeRun run(ProbeRequest request, ProbeLoop loop, PhaseListener listener) {
        RedirectHop first = RedirectHop.first(request, phases.proxyFor(request, request.target()));
        return new ProbeRun(request, first, loop, settings.clock().instant(), listener);
    }

    private Handle attempt(ProbeRequest request, ProbeLoop loop, PhaseListener listener) {
        if (phases.asksForEachAddress(request)) {
            AddressRuns runs = new AddressRuns(phases, probeLoops, loop, settings.clock(), listener);
            return new AddressFan(
                            request,
                            loop.executor(),
                            settings.ticker(),
                            settings.clock().instant(),
                            runs)
                    .begin();
        }
        ProbeRun run = run(request, loop, listener);
        // Built on the loop: a chain built here would run its first phases on the caller's thread.
        loop.executor().execute(() -> phases.probe(run));
        return run;
    }

    /** Event loops whose clocks know when they look at their sockets. */
    private static IoHandlerFactory clocked(EngineSettings settings, Map<ThreadAwareExecutor, LoopClock> clocks) {
        IoHandlerFactory handlers = settings.transport().ioHandlers().get();
        return loop -> {
            LoopClock clock = new LoopClock(settings.ticker());
            clocks.put(loop, clock);
            return new ClockedIoHandler(handlers.newHandler(loop), clock);
        };
    }

    /** From now on the observer is called with the lag of each event loop, as {@link ProbeLoop#watch} says, on that loop. */
    public void watchLoopLag(Consumer<Duration> observer) {
        probeLoops.forEach(loop -> loop.watch(observer));
    }

    @Override
    public @Nullable String trouble() {
        Duration lateness = probeLoops.stream()
                .map(ProbeLoop::lateness)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return lateness.compareTo(LATEST_LOOP) < 0
                ? null
                : "an event loop has not turned for " + lateness.toSeconds()
                        + " s, and its probes wait (expected: less than " + LATEST_LOOP.toSeconds() + " s)";
    }

    /** How busy the threads are that do what no event loop may do. */
    public List<ExecutorFigures> executors() {
        return pools.figures();
    }

    /** From now on the observer is given how long each of their tasks waited for its thread, on that thread. */
    public void watchExecutorWaits(BiConsumer<String, Duration> observer) {
        pools.watchWaits(observer);
    }

    /** How much memory messages take now. */
    public MessageMemoryFigures messageMemory() {
        return memory.figures();
    }

    /** Ends every event loop; probes that still run are not finished. Takes up to five seconds. */
    @Override
    public void close() {
        nameFiles.close();
        loops.shutdownGracefully(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
        pools.close();
        tlsContexts.close();
    }
}
