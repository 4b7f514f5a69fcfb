package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.AUTH;
import static dev.websocketexporter.probe.report.Phase.CLOSE;
import static dev.websocketexporter.probe.report.Phase.CONVERSATION;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;

import dev.websocketexporter.engine.auth.AuthPhase;
import dev.websocketexporter.engine.auth.OAuth2TokenCache;
import dev.websocketexporter.engine.auth.OAuth2TokenFetcher;
import dev.websocketexporter.engine.connect.ConnectPhase;
import dev.websocketexporter.engine.conversation.ConversationPhase;
import dev.websocketexporter.engine.loop.ClockedIoHandler;
import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.proxy.ProxyPhase;
import dev.websocketexporter.engine.resolve.NameFiles;
import dev.websocketexporter.engine.resolve.NameServers;
import dev.websocketexporter.engine.resolve.ResolvePhase;
import dev.websocketexporter.engine.route.Route;
import dev.websocketexporter.engine.run.AttemptSeries;
import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseChain;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.session.ClosePhase;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.engine.tls.TlsContexts;
import dev.websocketexporter.engine.tls.TlsPhase;
import dev.websocketexporter.engine.tls.Verification;
import dev.websocketexporter.engine.upgrade.UpgradeHandler.UpgradeAnswer;
import dev.websocketexporter.engine.upgrade.UpgradePhase;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.tls.TrustAnchors;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Probes WebSocket servers: each probe is a chain of phases on one of a few event loops. */
public final class NettyProber implements Prober, AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final EngineSettings settings;
    private final EventLoopGroup loops;
    private final Map<EventExecutor, ProbeLoop> homes = new LinkedHashMap<>();
    private final ExecutorService pool;
    private final TlsContexts tlsContexts;
    private final NameFiles nameFiles;
    private final Route way;
    private final OAuth2TokenCache tokens;
    private final AuthPhase auth;
    private final UpgradePhase upgrade;
    private final ConversationPhase conversation;
    private final ClosePhase close = new ClosePhase();

    public NettyProber(EngineSettings settings) {
        this.settings = settings;
        Map<ThreadAwareExecutor, LoopClock> clocks = new LinkedHashMap<>();
        this.loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(), new DefaultThreadFactory("probe"), clocked(settings, clocks));
        loops.forEach(loop -> homes.put(
                loop, new ProbeLoop((EventLoop) loop, settings.ticker(), Objects.requireNonNull(clocks.get(loop)))));
        // At most one task a probe at a time: what bounds the probes bounds the queue.
        this.pool = Executors.newFixedThreadPool(settings.eventLoops(), new DefaultThreadFactory("offload"));
        // Cold, reading the runtime's trust store takes long, and so does the first signature of an RSA key: no probe
        // should wait for that.
        pool.execute(() -> TrustAnchors.system().rehearse());
        BlockingExecutor offload = new BlockingExecutor(pool);
        this.tlsContexts = new TlsContexts(settings.tlsEngine(), offload);
        TlsPhase tls = new TlsPhase(tlsContexts, new Verification(offload, settings.clock()));
        this.nameFiles = NameFiles.watch(settings.hostsFile(), settings.nameServers());
        this.way = new Route(
                new ResolvePhase(nameFiles.hosts(), new NameServers(settings.transport(), nameFiles.resolvConf())),
                new ConnectPhase(settings.transport()),
                new ProxyPhase(tls, settings.userAgent()),
                tls);
        this.tokens =
                new OAuth2TokenCache(new OAuth2TokenFetcher(way, offload, settings.userAgent()), settings.ticker());
        this.auth = new AuthPhase(offload, tokens);
        this.upgrade = new UpgradePhase(settings.userAgent());
        this.conversation = new ConversationPhase(offload);
    }

    /** Loops that tell when they look at their sockets. */
    private static IoHandlerFactory clocked(EngineSettings settings, Map<ThreadAwareExecutor, LoopClock> clocks) {
        IoHandlerFactory handlers = settings.transport().ioHandlers().get();
        return loop -> {
            LoopClock clock = new LoopClock(settings.ticker());
            clocks.put(loop, clock);
            return new ClockedIoHandler(handlers.newHandler(loop), clock);
        };
    }

    @Override
    public Handle start(ProbeRequest request) {
        EventLoop loop = loops.next();
        return request.module().attempts().most() == 1
                ? attempt(request, loop)
                : new AttemptSeries(
                                request,
                                loop,
                                settings.ticker(),
                                settings.clock().instant(),
                                share -> attempt(share, loop))
                        .begin();
    }

    private ProbeRun attempt(ProbeRequest request, EventLoop loop) {
        RedirectHop first = RedirectHop.first(request, proxyFor(request, request.target()));
        ProbeRun run = new ProbeRun(
                request,
                first,
                Objects.requireNonNull(homes.get(loop)),
                settings.clock().instant());
        // Built on the loop: a chain built here would run its first phases on the caller's thread.
        loop.execute(() -> phases(run));
        return run;
    }

    private @Nullable Proxy proxyFor(ProbeRequest request, Target target) {
        return request.module().proxy().proxyFor(target, settings.proxyEnvironment());
    }

    private void phases(ProbeRun run) {
        run.startDeadline();
        PhaseChain.of(run)
                .onward(none -> upgraded(run))
                .throughIf(
                        session -> session != null && converses(run),
                        CONVERSATION,
                        session -> conversation.converse(run.context(), session))
                .thenIf(Objects::nonNull, CLOSE, session -> close.shake(run.context(), session))
                .whenEnded(run::finish);
    }

    private static boolean converses(ProbeRun run) {
        return run.context().request().module().conversation().happens();
    }

    /** From nothing to an upgraded connection, over as many hops as redirects make; null when a refusal is the success. */
    private CompletableFuture<@Nullable Session> upgraded(ProbeRun run) {
        ProbeFailedException refused = TlsPhase.faultOf(
                run.context().hop().target(), run.context().request().module().verdict());
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        return way.open(run)
                .then(AUTH, nothing -> auth.prepare(run.context()))
                .then(UPGRADE, fields -> upgrade.request(run.context(), fields))
                .onward(answer -> next(run, answer))
                .asFuture();
    }

    private CompletableFuture<@Nullable Session> next(ProbeRun run, UpgradeAnswer answer) {
        if (answer instanceof UpgradeAnswer.Redirected redirected) {
            Target location = redirected.location();
            run.context().log().info("redirected to " + location);
            run.context()
                    .follow(run.context()
                            .hop()
                            .next(
                                    run.context().request(),
                                    location,
                                    proxyFor(run.context().request(), location)));
            return upgraded(run);
        }
        if (answer instanceof UpgradeAnswer.TokenStale
                && run.context().request().module().upgrade().credentials() instanceof Credentials.OAuth2 oauth) {
            run.context().log().info("the server does not take the token any more; fetching another");
            tokens.forget(oauth);
            run.context().follow(run.context().hop());
            return upgraded(run);
        }
        return CompletableFuture.completedFuture(
                answer instanceof UpgradeAnswer.Upgraded upgraded ? upgraded.session() : null);
    }

    /** From now on the observer is told how late each event loop runs, ten times a second, on that loop. */
    public void watchLoopLag(Consumer<Duration> observer) {
        homes.values().forEach(loop -> loop.watch(observer));
    }

    /** What this engine is made of, for a log line. */
    public String description() {
        return "transport " + settings.transport().name() + ", TLS engine " + settings.tlsEngine() + ", "
                + settings.eventLoops() + " event loops";
    }

    /** Ends every event loop; probes that still run are not finished. Takes up to five seconds. */
    @Override
    public void close() {
        nameFiles.close();
        loops.shutdownGracefully(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
        pool.shutdown();
        tlsContexts.close();
    }
}
