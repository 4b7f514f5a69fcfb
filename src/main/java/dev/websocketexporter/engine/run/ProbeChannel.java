package dev.websocketexporter.engine.run;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.loop.ProbeLoop.ProbeLag;
import dev.websocketexporter.engine.loop.WireTimestampHandler;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flow.FlowControlHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a probe, from the moment it is dialled until it is gone. Whatever happens to the probe, it is closed
 * here and nowhere else. Confined to the probe's event loop, except {@link #gone}.
 */
public final class ProbeChannel {
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private @Nullable Channel channel;
    private @Nullable WireTimestampHandler wire;
    private @Nullable TailHandler tail;
    private @Nullable Farewell farewell;
    private Function<Throwable, @Nullable ProbeFailedException> lateFailure = cause -> null;
    private final List<Runnable> beforeHandover = new ArrayList<>(0);
    private int open;
    private boolean dismissed;

    /** Takes over a channel; the one before it has closed itself, or was left. */
    public void own(Channel dialled) {
        channel = dialled;
        open++;
        dialled.closeFuture().addListener(closed -> {
            open--;
            tellWhenGone();
        });
    }

    /** Gives up the connection for another one. */
    void leave() {
        if (channel != null) {
            channel.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
        }
        forget();
    }

    private void forget() {
        channel = null;
        wire = null;
        tail = null;
        farewell = null;
        lateFailure = cause -> null;
        beforeHandover.clear();
    }

    /** Puts the first and the last handler into a new channel; those of the phases come between them. */
    public void frame(ChannelPipeline pipeline, ProbeLoop loop, ProbeLag lag, ProbeLog log) {
        WireTimestampHandler first = new WireTimestampHandler(loop, lag);
        TailHandler last = new TailHandler(log);
        pipeline.addLast(WireTimestampHandler.NAME, first);
        pipeline.addLast(TailHandler.NAME, last);
        wire = first;
        tail = last;
    }

    /** What arrives from now on is kept for the handlers that the next phase adds after the present ones. */
    public void holdBack() {
        get().config().setAutoRead(false);
        pipeline().addBefore(TailHandler.NAME, null, new FlowControlHandler());
    }

    /** From now on the channel speaks WebSocket, and is to be closed politely. */
    public void upgraded(Farewell upgraded) {
        farewell = upgraded;
    }

    /**
     * Leaves a way to explain what breaks the connection later: TLS 1.3 refuses a client certificate only after the
     * handshake (RFC 8446 §4.4.2).
     *
     * @param explanation gives null for what it does not know
     */
    public void explainLater(Function<Throwable, @Nullable ProbeFailedException> explanation) {
        lateFailure = explanation;
    }

    /** What an earlier phase says of this cause; null: nothing. */
    @Nullable
    ProbeFailedException explained(Throwable cause) {
        return lateFailure.apply(cause);
    }

    public Channel get() {
        return present(channel);
    }

    public ChannelPipeline pipeline() {
        return get().pipeline();
    }

    public WireTimestampHandler wire() {
        return present(wire);
    }

    /** Whether the connection can still carry what a phase has to say. */
    public boolean isUsable() {
        return get().isActive() && present(tail).fault() == null;
    }

    /** What went wrong while no phase waited for anything; null: nothing, or the peer just closed. */
    @Nullable
    public Throwable fault() {
        return present(tail).fault();
    }

    /** Completes when the socket is gone, or there never was one. Safe to call from any thread. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** The probe has its result: closes the socket; an upgraded one with a Close frame, unless one was sent. */
    public void dismiss(Outcome outcome, int closeCode) {
        dismissed = true;
        tellWhenGone();
        Channel owned = channel;
        if (owned == null) {
            return;
        }
        if (outcome instanceof Outcome.Cancelled) {
            if (farewell != null) {
                farewell.dropMessages();
            }
            reset();
        } else if (farewell == null) {
            owned.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
        } else {
            farewell.close(closeCode);
            SocketEnd.awaitServer(owned);
        }
    }

    /**
     * Gives the socket away, with nothing of the run that could be reached from it, and with the reading stopped: from now on
     * another one closes it.
     */
    Channel handOver() {
        Channel given = get();
        beforeHandover.forEach(Runnable::run);
        beforeHandover.clear();
        dismissed = true;
        forget();
        return given;
    }

    /** Runs this if the socket is given away, to let go of what only the run needs. */
    public void beforeHandover(Runnable letGo) {
        beforeHandover.add(letGo);
    }

    /** Closes the socket at once with a reset, bypassing TLS; no effect on one that is closed. */
    public void reset() {
        if (channel != null) {
            SocketEnd.reset(channel);
        }
    }

    private void tellWhenGone() {
        if (dismissed && open == 0) {
            gone.complete(null);
        }
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("no channel yet (expected: after the phase connect)");
        }
        return part;
    }
}
