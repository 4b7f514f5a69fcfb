package dev.websocketexporter.watch;

import dev.websocketexporter.watch.Agenda.Alarm;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Lets at most {@value #A_SECOND} connections start in any second: one after the other, never in a burst. If more wait, the
 * watches take turns, so that one with thousands of connections does not keep the others waiting. Used on the loop only.
 */
final class StartRate {
    static final int A_SECOND = 50;

    /**
     * On their way, starts come closer together: a pause of the exporter, of the network or of the server of this long makes
     * none see more than {@value #A_SECOND} in a second.
     */
    private static final long JITTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long SPACING_NANOS = (TimeUnit.SECONDS.toNanos(1) + JITTER_NANOS) / A_SECOND;

    /** Something that waits to be started. */
    interface Start {
        /** Starts; false when it is no longer wanted, which costs the others no time. */
        boolean start();
    }

    private final WatchLoop loop;
    private final Alarm alarm;

    /** By the name of the watch, in the order of their turns; none is empty. */
    private final Map<String, Queue<Start>> waiting = new LinkedHashMap<>();

    private boolean anyStarted;
    private long nextTick;

    StartRate(WatchLoop loop) {
        this.loop = loop;
        this.alarm = loop.alarm(this::serve);
    }

    /** Starts it now, or when it has its turn; each may wait once only. */
    void ask(String watch, Start start) {
        waiting.computeIfAbsent(watch, name -> new ArrayDeque<>()).add(start);
        if (!alarm.isSet()) {
            serve();
        }
    }

    private void serve() {
        while (!waiting.isEmpty()) {
            if (anyStarted && nextTick - loop.now() > 0) {
                alarm.setFor(nextTick);
                return;
            }
            if (takeNext().start()) {
                anyStarted = true;
                nextTick = loop.now() + SPACING_NANOS;
            }
        }
    }

    private Start takeNext() {
        Iterator<Map.Entry<String, Queue<Start>>> turns = waiting.entrySet().iterator();
        Map.Entry<String, Queue<Start>> turn = turns.next();
        String watch = turn.getKey();
        Queue<Start> queue = turn.getValue();
        turns.remove();
        Start next = queue.remove();
        if (!queue.isEmpty()) {
            waiting.put(watch, queue);
        }
        return next;
    }
}
