package dev.websocketexporter.engine;

import dev.websocketexporter.engine.auth.AuthPhase;
import dev.websocketexporter.engine.auth.OAuth2TokenCache;
import dev.websocketexporter.engine.auth.OAuth2TokenFetcher;
import dev.websocketexporter.engine.auth.OAuth2TokenRequests;
import dev.websocketexporter.engine.connect.ConnectPhase;
import dev.websocketexporter.engine.conversation.ConversationPhase;
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
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings.Which;
import dev.websocketexporter.probe.module.Proxy;
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
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
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
        this.phases = new ProbePhases(
                route,
                new AuthPhase(values, tokens),
                tokens,
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

    private Handle attempt(ProbeRequest request, ProbeLoop loop, PhaseListener listener) {
        Proxy proxy = proxyFor(request, request.target());
        boolean all = request.module().dialing().addresses() == Which.ALL
                && proxy == null
                && TlsPhase.faultOf(request.target(), request.module().verdict()) == null;
        Instant now = settings.clock().instant();
        return all
                ? new AddressFan(request, loop.executor(), settings.ticker(), now, new AddressRuns(loop, listener))
                        .begin()
                : begun(new ProbeRun(request, RedirectHop.first(request, proxy), loop, now, listener));
    }

    private ProbeRun begun(ProbeRun run) {
        // Built on the loop: a chain built here would run its first phases on the caller's thread.
        run.context().loop().execute(() -> phases(run));
        return run;
    }

    /** The runs of a probe of all addresses, each on the loop that has the fewest. */
    private final class AddressRuns implements AddressFan.Runs {
        private final ProbeLoop first;
        private final PhaseListener listener;

        AddressRuns(ProbeLoop first, PhaseListener listener) {
            this.first = first;
            this.listener = listener;
        }

        @Override
        public ProbeRun lookup(ProbeRequest request, CompletableFuture<Found> found) {
            RedirectHop hop = RedirectHop.first(request, null);
            ProbeRun run = new ProbeRun(request, hop, first, settings.clock().instant(), listener);
            first.executor().execute(() -> {
                run.startDeadline();
                route.lookup(run)
                        .onward(addresses -> {
                            found.complete(
                                    new Found(addresses, run.context().log().lines()));
                            return CompletableFuture.completedFuture((@Nullable Void) null);
                        })
                        .whenEnded(run::finish);
            });
            return run;
        }

        @Override
        public ProbeRun of(ProbeRequest request, InetAddress address) {
            ProbeLoop loop = ProbeLoop.leastBusy(probeLoops);
            return begun(new ProbeRun(
                    request,
                    RedirectHop.pinned(request, address),
                    loop,
                    settings.clock().instant(),
                    PhaseListener.NONE));
        }
    }

    /** The order of the protocol, from the name to the last Close. */
    private void phases(ProbeRun run) {
        run.startDeadline();
        PhaseContext context = run.context();
        PhaseChain.of(run)
                .onward(none -> upgraded(run, Renewal.POSSIBLE))
                .throughIf(
                        session -> session != null && converses(context),
                        CONVERSATION,
                        session -> conversation.converse(context, session))
                .thenIf(Objects::nonNull, CLOSE, session -> close.shake(context, session))
                .whenEnded(run::finish);
    }

    /**
     * From nothing to an upgraded connection, over as many hops as redirects make; null if the module counts a refusal
     * as the success.
     */
    private CompletableFuture<@Nullable Session> upgraded(ProbeRun run, Renewal renewal) {
        PhaseContext context = run.context();
        ProbeFailedException refused = TlsPhase.faultOf(
                context.hop().target(), context.request().module().verdict());
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        // RESOLVE, CONNECT, PROXY and TLS, which the fetch of a token has in common with a probe.
        return route.open(run)
                .then(AUTH, nothing -> auth.prepare(context))
                .then(
                        UPGRADE,
                        fields -> upgrade.request(
                                context, renewal == Renewal.POSSIBLE ? fields : fields.withoutRenewal()))
                .onward(answer -> next(run, answer, renewal))
                .asFuture();
    }

    private CompletableFuture<@Nullable Session> next(ProbeRun run, UpgradeAnswer answer, Renewal renewal) {
        PhaseContext context = run.context();
        if (answer instanceof UpgradeAnswer.Redirected redirected) {
            Target location = redirected.location();
            context.log().info("redirected to " + location);
            context.follow(context.hop().next(context.request(), location, proxyFor(context.request(), location)));
            return upgraded(run, renewal);
        }
        if (answer instanceof UpgradeAnswer.TokenStale stale
                && context.request().module().upgrade().credentials() instanceof Credentials.OAuth2 oauth) {
            context.log().info("the server does not take the token any more; fetching another");
            tokens.forget(oauth, stale.token());
            context.follow(context.hop());
            return upgraded(run, Renewal.DONE);
        }
        return CompletableFuture.completedFuture(
                answer instanceof UpgradeAnswer.Upgraded upgraded ? upgraded.session() : null);
    }

    private static boolean converses(PhaseContext context) {
        return context.request().module().conversation().happens();
    }

    private @Nullable Proxy proxyFor(ProbeRequest request, Target target) {
        return request.module().proxy().proxyFor(target, settings.proxyEnvironment());
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
