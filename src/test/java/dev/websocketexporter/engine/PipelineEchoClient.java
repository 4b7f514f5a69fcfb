package dev.websocketexporter.engine;

import dev.websocketexporter.conformance.EchoClient;
import dev.websocketexporter.engine.connect.ConnectPhase;
import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.NameFiles;
import dev.websocketexporter.engine.resolve.NameServers;
import dev.websocketexporter.engine.resolve.ResolvePhase;
import dev.websocketexporter.engine.run.PhaseChain;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.session.ClosePhase;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.engine.upgrade.UpgradeAnswer;
import dev.websocketexporter.engine.upgrade.UpgradePhase;
import dev.websocketexporter.engine.values.RequestFields;
import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The phases of a probe as they are, with an echo in the place of the conversation's script. */
public final class PipelineEchoClient implements EchoClient, AutoCloseable {
    /** The longest that a case of the public suite may take. */
    private static final Duration BUDGET = Duration.ofMinutes(8);

    /** The largest message of the public suite. */
    private static final int MAX_MESSAGE_BYTES = 16 << 20;

    /** An offer that the exporter prefers to its own. */
    private static final SentField WITHOUT_CONTEXT = new SentField(
            "Sec-WebSocket-Extensions",
            "permessage-deflate; client_no_context_takeover; client_max_window_bits",
            SentField.Visibility.SHOWN);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final EngineSettings settings;
    private final EventLoopGroup loops;
    private final EventLoop loop;
    private final NameFiles nameFiles;
    private final ResolvePhase resolve;
    private final ConnectPhase connect;
    private final UpgradePhase upgrade;
    private final ClosePhase close = new ClosePhase();

    public PipelineEchoClient(Transport transport) {
        this.settings = EngineSettings.ofThisMachine(
                "websocket_exporter/conformance", ProxyEnvironment.EMPTY, Ticker.system(), Clock.systemUTC());
        this.loops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers().get());
        this.loop = loops.next();
        this.nameFiles = NameFiles.watch(settings.hostsFile(), settings.nameServers());
        this.resolve = new ResolvePhase(nameFiles.hosts(), new NameServers(transport, nameFiles.resolvConf()));
        this.connect = new ConnectPhase(transport);
        this.upgrade = new UpgradePhase(settings.userAgent());
    }

    @Override
    public CompletableFuture<?> echo(String url, Offer offer) {
        ProbeRequest request = request(url, offer);
        ProbeRun run = new ProbeRun(
                request,
                RedirectHop.first(request, null),
                new ProbeLoop(loop, settings.ticker(), new LoopClock(settings.ticker())),
                settings.clock().instant());
        loop.execute(() -> phases(run, fields(offer)));
        return run.released().toCompletableFuture();
    }

    private static ProbeRequest request(String url, Offer offer) {
        Conversation conversation = Conversation.NONE
                .with(offer == Offer.NOTHING ? Compression.OFF : Compression.OFFERED)
                .withMaxMessageBytes(MAX_MESSAGE_BYTES)
                // So that there is a conversation, and messages are kept for it.
                .withHold(BUDGET);
        try {
            return new ProbeRequest(
                    Target.parse(url),
                    ProbeModule.withDefaults("conformance").with(conversation),
                    null,
                    TargetPolicy.DEFAULT,
                    BUDGET);
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(url, e);
        }
    }

    private static RequestFields fields(Offer offer) {
        return new RequestFields(
                offer == Offer.COMPRESSION_WITHOUT_CONTEXT ? List.of(WITHOUT_CONTEXT) : List.of(), null);
    }

    private void phases(ProbeRun run, RequestFields fields) {
        run.startDeadline();
        PhaseChain.of(run)
                .then(Phase.RESOLVE, none -> resolve.resolve(run.context()))
                .then(Phase.CONNECT, addresses -> connect.connect(run.context(), addresses))
                .then(Phase.UPGRADE, nothing -> upgrade.request(run.context(), fields))
                .onward(answer -> CompletableFuture.completedFuture(((UpgradeAnswer.Upgraded) answer).session()))
                .then(Phase.CONVERSATION, PipelineEchoClient::echo)
                .then(Phase.CLOSE, session -> close.shake(run.context(), session))
                .whenEnded(run::finish);
    }

    /** Ends as a conversation does that the server ends: it fails with what ended it. */
    private static CompletableFuture<Session> echo(Session session) {
        CompletableFuture<Session> over = new CompletableFuture<>();
        echoNext(session, over);
        return over;
    }

    private static void echoNext(Session session, CompletableFuture<Session> over) {
        CompletableFuture<@Nullable Void> echoed =
                session.frames().next().thenCompose(received -> session.send(received.message()));
        CompletableFuture<@Nullable Void> unused = echoed.whenComplete((sent, failure) -> {
            if (failure == null) {
                echoNext(session, over);
            } else {
                over.completeExceptionally(failure);
            }
        });
    }

    @Override
    public void close() {
        nameFiles.close();
        loops.shutdownGracefully(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
