package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.Phase.CLOSE;
import static dev.websocketexporter.probe.Phase.CONNECT;
import static dev.websocketexporter.probe.Phase.RESOLVE;
import static dev.websocketexporter.probe.Phase.TLS;
import static dev.websocketexporter.probe.Phase.UPGRADE;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.tls.TrustAnchors;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Probes WebSocket servers: each probe is a chain of phases on one of a few event loops. */
public final class NettyProber implements Prober, AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final EngineSettings settings;
    private final EventLoopGroup loops;
    private final ExecutorService offload;
    private final TlsContext tlsContext;
    private final Map<EventExecutor, NameServers> nameServers = new LinkedHashMap<>();
    private final Map<EventExecutor, ResolvePhase> resolve = new LinkedHashMap<>();
    private final ConnectPhase connect;
    private final TlsPhase tls;
    private final UpgradePhase upgrade;
    private final ClosePhase close = new ClosePhase();

    public NettyProber(EngineSettings settings) {
        this.settings = settings;
        this.loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(),
                new DefaultThreadFactory("probe"),
                settings.transport().ioHandlers().get());
        // At most one task a probe at a time: what bounds the probes bounds the queue.
        this.offload = Executors.newFixedThreadPool(settings.eventLoops(), new DefaultThreadFactory("offload"));
        // Reading the runtime's trust store takes long when it is cold; no probe should wait for it.
        offload.execute(TrustAnchors::system);
        this.tlsContext = new TlsContext(settings.tlsEngine());
        HostsFile hostsFile = new HostsFile(settings.hostsFile());
        for (EventExecutor loop : loops) {
            NameServers asked = new NameServers((EventLoop) loop, settings);
            nameServers.put(loop, asked);
            resolve.put(loop, new ResolvePhase(hostsFile, asked));
        }
        this.connect = new ConnectPhase(settings.transport());
        this.tls = new TlsPhase(tlsContext, new Verification(offload, settings.clock()));
        this.upgrade = new UpgradePhase(settings.userAgent());
    }

    @Override
    public Running start(ProbeRequest request) {
        EventLoop loop = loops.next();
        ProbeRun run =
                new ProbeRun(request, loop, settings.ticker(), settings.clock().instant());
        // Built on the loop: a chain built here would run its first phases on the caller's thread.
        loop.execute(() -> phases(run));
        return run;
    }

    private void phases(ProbeRun run) {
        run.startDeadline();
        boolean secure = run.request().target().secure();
        PhaseChain.of(run)
                .then(RESOLVE, none -> resolvePhase(run).resolve(run))
                .then(CONNECT, addresses -> connect.connect(run, addresses))
                .thenIf(nothing -> secure, TLS, nothing -> tls.handshake(run))
                .then(UPGRADE, nothing -> upgrade.request(run))
                .thenIf(Objects::nonNull, CLOSE, session -> close.shake(run, session))
                .whenEnded(run::finish);
    }

    private ResolvePhase resolvePhase(ProbeRun run) {
        return Objects.requireNonNull(resolve.get(run.loop()));
    }

    /** From now on the observer is told how late each event loop runs, ten times a second, on that loop. */
    public void watchLoopLag(Consumer<Duration> observer) {
        for (EventExecutor loop : loops) {
            new LoopLag((EventLoop) loop, settings.ticker(), observer).sample();
        }
    }

    /** What this engine is made of, for a log line. */
    public String description() {
        return "transport " + settings.transport().name() + ", TLS engine " + settings.tlsEngine() + ", "
                + settings.eventLoops() + " event loops";
    }

    /** Ends every event loop; probes that still run are not finished. Takes up to five seconds. */
    @Override
    public void close() {
        nameServers.values().forEach(NameServers::close);
        loops.shutdownGracefully(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
        offload.shutdown();
        tlsContext.close();
    }
}
