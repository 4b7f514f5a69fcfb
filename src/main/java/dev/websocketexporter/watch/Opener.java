package dev.websocketexporter.watch;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchedTarget;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Opens connections as the policy in force permits, and knows how many still have a socket. Used on the loop only. */
final class Opener {
    /** Of a module without a timeout; the same as a probe has that brings none along. */
    private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(10);

    private final Holder holder;
    private final WatchLoop loop;
    private final StartRate rate;
    private TargetPolicy policy = TargetPolicy.DEFAULT;
    private int sockets;

    /** Present once the end is near; completes when there is no socket left. */
    private @Nullable CompletableFuture<Void> gone;

    Opener(Holder holder, WatchLoop loop) {
        this.holder = holder;
        this.loop = loop;
        this.rate = new StartRate(loop);
    }

    /** From now on this decides what may be dialled; what is open stays. */
    void policy(TargetPolicy inForce) {
        policy = inForce;
    }

    /** Starts it as soon as the rate of all watches permits it. */
    void ask(String watch, StartRate.Start start) {
        rate.ask(watch, start);
    }

    /** Begins to open a connection. */
    Held open(WatchedTarget watched, HoldListener listener) {
        WatchSettings settings = watched.settings();
        Duration timeout = settings.module().timeout();
        ProbeRequest request = new ProbeRequest(
                watched.target(), settings.module(), null, policy, timeout == null ? DEFAULT_BUDGET : timeout);
        Held held =
                holder.hold(request, new Plan(settings.heartbeat(), settings.messages(), settings.send()), listener);
        sockets++;
        return held;
    }

    /** A connection has ended or could not be opened; its socket may take longer. */
    void over(Held held) {
        CompletionStage<Void> unused = held.released().thenRun(() -> loop.execute(this::released));
    }

    private void released() {
        sockets--;
        if (gone != null && sockets == 0) {
            gone.complete(null);
        }
    }

    /** The future completes when no connection has a socket; from now on none is asked for. */
    void completeWhenGone(CompletableFuture<Void> whenGone) {
        gone = whenGone;
        if (sockets == 0) {
            whenGone.complete(null);
        }
    }
}
