package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.run.PhaseChain;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.engine.work.TaskRunner;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.Holder.Plan;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds connections on the event loops of probes, evenly. Safe for use by several threads. */
public final class Holds {
    private final List<ProbeLoop> loops;
    private final Map<ProbeLoop, HoldLoop> homes = new LinkedHashMap<>();
    private final BiFunction<ProbeRequest, ProbeLoop, ProbeRun> runs;
    private final Function<ProbeRun, PhaseChain<@Nullable Session>> phases;

    /**
     * @param matching judges messages that are too large for an event loop
     * @param clock the time of day at which messages arrive
     * @param runs makes a run on a loop
     * @param phases up to an upgraded connection with its subscription; they start the deadline of the run first
     */
    public Holds(
            List<ProbeLoop> loops,
            TaskRunner matching,
            Clock clock,
            BiFunction<ProbeRequest, ProbeLoop, ProbeRun> runs,
            Function<ProbeRun, PhaseChain<@Nullable Session>> phases) {
        this.loops = List.copyOf(loops);
        this.runs = runs;
        this.phases = phases;
        loops.forEach(loop -> homes.put(loop, new HoldLoop(loop, matching, clock)));
    }

    /** Opens a connection, in one attempt, and holds it. Returns at once. */
    public Held hold(ProbeRequest request, Plan plan, HoldListener listener) {
        HoldLoop home = Objects.requireNonNull(homes.get(ProbeLoop.fewestHeld(loops)));
        HeldConnection held = new HeldConnection(home, plan, listener);
        ProbeRun run = runs.apply(once(request), home.loop());
        // Built on the loop: a chain built here would run its first phases on the caller's thread.
        home.loop().executor().execute(() -> held.begin(run, phases));
        return held;
    }

    /** Whoever wants the connection tries again itself. */
    private static ProbeRequest once(ProbeRequest request) {
        return request.module().attempts().most() == 1
                ? request
                : new ProbeRequest(
                        request.target(),
                        request.module().with(RetrySettings.ONE),
                        request.hostOverride(),
                        request.policy(),
                        request.budget(),
                        request.params());
    }
}
