package dev.websocketexporter.cli;

import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.render.terminal.PhaseChart;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The phases of the probe that runs, as far as it is. The prober's thread only notes what happens, and never waits for the
 * terminal; the thread that draws looks at the notes.
 */
final class LiveChart implements PhaseListener {
    private final Ticker ticker;
    private final long startedAt;

    /** Guarded by this, as all that follows. */
    private final Map<Phase, Duration> ended = new EnumMap<>(Phase.class);

    private @Nullable Phase running;
    private long runningSince;

    LiveChart(Ticker ticker) {
        this.ticker = ticker;
        this.startedAt = ticker.read();
    }

    @Override
    public synchronized void began(Phase phase) {
        running = phase;
        runningSince = ticker.read();
    }

    @Override
    public synchronized void ended(Phase phase, Duration spent) {
        ended.put(phase, spent);
        running = null;
    }

    @Override
    public synchronized void skipped(Phase phase) {
        running = null;
    }

    @Override
    public synchronized void attemptBegins() {
        ended.clear();
        running = null;
    }

    /** The lines to draw now. */
    synchronized List<String> lines(Terminal terminal) {
        long now = ticker.read();
        Map<Phase, Duration> phases = new EnumMap<>(ended);
        if (running != null) {
            phases.merge(running, Duration.ofNanos(now - runningSince), Duration::plus);
        }
        return PhaseChart.running(terminal.style(), phases, Duration.ofNanos(now - startedAt));
    }
}
