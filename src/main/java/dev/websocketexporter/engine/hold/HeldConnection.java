package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.hold.OpenConnection.Opened;
import dev.websocketexporter.engine.loop.WireTimestampHandler;
import dev.websocketexporter.engine.run.PhaseChain;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.session.Handover;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flow.FlowControlHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that opens, is open, or was. While it opens it has a run; then it lets go of that, and has what is held.
 * Everything except the methods of {@link Holder.Held} is confined to its event loop.
 */
final class HeldConnection implements Holder.Held {
    private static final Logger LOG = LoggerFactory.getLogger(HeldConnection.class);

    private final HoldLoop home;
    private final Holder.Plan plan;
    private final HoldListener listener;
    private final Awaited awaited = new Awaited();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private @Nullable ProbeRun run;

    /** To be done as soon as it is open; null: nothing. */
    private @Nullable Consumer<OpenConnection> then;

    /** Written on the loop alone. */
    private volatile @Nullable OpenConnection open;

    HeldConnection(HoldLoop home, Holder.Plan plan, HoldListener listener) {
        this.home = home;
        this.plan = plan;
        this.listener = listener;
        home.loop().held(1);
    }

    /** @param phases up to an upgraded connection with its subscription; null if the module has another success */
    void begin(ProbeRun opening, Function<ProbeRun, PhaseChain<@Nullable Session>> phases) {
        opening.context().keepMessages();
        run = opening;
        try {
            phases.apply(opening).whenDone((session, failure) -> {
                if (session != null && failure == null) {
                    succeeded(opening, session);
                } else {
                    failed(opening, failure == null ? noConnection() : failure);
                }
            });
        } catch (RuntimeException bug) {
            failed(opening, bug);
        }
    }

    private static ProbeFailedException noConnection() {
        return new ProbeFailedException(
                Phase.UPGRADE,
                Reason.UNEXPECTED_STATUS,
                "the server refused the upgrade as the module wants it, so that there is no connection to be held"
                        + " (expected: a module whose success is a 101)");
    }

    private void failed(ProbeRun opening, Throwable failure) {
        opening.finish(failure);
        run = null;
        CompletionStage<Void> unused = opening.released().thenRun(this::gone);
        unused = opening.result().thenAccept(result -> {
            try {
                listener.failed(result, home.loop().ticker().read());
            } catch (RuntimeException bug) {
                LOG.error("internal error after a connection could not be opened", bug);
            }
        });
    }

    /** In a task of its own: the bytes that brought the success are being parsed. */
    private void succeeded(ProbeRun opening, Session session) {
        session.pause();
        opening.succeed();
        home.loop().executor().execute(() -> handOver(opening, session));
    }

    private void handOver(ProbeRun opening, Session session) {
        run = null;
        PhaseContext context = opening.context();
        WireTimestampHandler wire = context.channel().wire();
        UnaryOperator<String> peersWords = context.log().peersWords();
        long openedAt = context.clock().endedAt();
        Channel channel = opening.handOver();
        Handover given = session.handOver(channel.pipeline());
        Opened opened = new Opened(channel, wire, given, context.request().module(), peersWords, openedAt);
        OpenConnection connection = new OpenConnection(home, opened, plan, awaited, listener);
        removeWhatIsNotNeeded(channel.pipeline());
        open = connection;
        CompletionStage<Void> unused = opening.result().thenAccept(result -> {
            try {
                listener.opened(result, openedAt);
                connection.begin(opened);
            } catch (RuntimeException bug) {
                connection.bug(bug);
            }
        });
        // After what is reported, also if the socket is gone already.
        channel.closeFuture().addListener(closed -> gone());
        Consumer<OpenConnection> next = then;
        then = null;
        if (next != null) {
            next.accept(connection);
        }
    }

    /** The handlers that only a run needs; what one of them has held back goes on to the last handler. */
    private static void removeWhatIsNotNeeded(ChannelPipeline pipeline) {
        for (Class<? extends ChannelHandler> type : List.of(TailHandler.class, FlowControlHandler.class)) {
            for (ChannelHandler handler = pipeline.get(type); handler != null; handler = pipeline.get(type)) {
                pipeline.remove(handler);
            }
        }
    }

    private void gone() {
        open = null;
        home.loop().held(-1);
        released.complete(null);
    }

    @Override
    public void send(String text) {
        onLoop(() -> {
            OpenConnection connection = open;
            if (connection != null) {
                connection.send(text);
            }
        });
    }

    @Override
    public void await(@Nullable String text) {
        awaited.set(text);
    }

    @Override
    public void close(int code, Ours why) {
        onLoop(() -> {
            OpenConnection connection = open;
            ProbeRun opening = run;
            if (connection != null) {
                connection.close(code, why);
            } else if (opening != null && opening.context().isOver()) {
                // It has succeeded, and is handed over next.
                then = opened -> opened.close(code, why);
            } else if (opening != null) {
                opening.giveUp("it is not wanted any more");
            }
        });
    }

    @Override
    public long unwrittenBytes() {
        OpenConnection connection = open;
        return connection == null ? 0 : connection.unwrittenBytes();
    }

    @Override
    public CompletionStage<Void> released() {
        return released.minimalCompletionStage();
    }

    private void onLoop(Runnable work) {
        try {
            home.loop().executor().execute(work);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the event loop of a connection has ended, and the connection with it", closed);
        }
    }
}
