package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.work.TaskRunner;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.script.MessageReader;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the connections that are held on one event loop share. Confined to the loop. */
final class HoldLoop {
    /** Equal settings share a reader; a configuration has few that differ. */
    private static final int MOST_READERS = 100;

    private final ProbeLoop loop;
    private final LoopTimers timers;
    private final LargeMessages largeMessages;
    private final Clock clock;
    private final SplittableRandom random = new SplittableRandom();
    private final Map<Messages, MessageReader> readers = new LinkedHashMap<>();

    HoldLoop(ProbeLoop loop, TaskRunner matching, Clock clock) {
        this.loop = loop;
        this.timers = new LoopTimers(loop);
        this.largeMessages = new LargeMessages(loop, matching);
        this.clock = clock;
    }

    ProbeLoop loop() {
        return loop;
    }

    LoopTimers timers() {
        return timers;
    }

    LargeMessages largeMessages() {
        return largeMessages;
    }

    /** For payloads of pings. */
    long random() {
        return random.nextLong();
    }

    /** What the wall clock showed at the tick, in ns since 1970. */
    long epochNanosAt(long tick) {
        Instant now = clock.instant();
        long since = loop.ticker().read() - tick;
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - since;
    }

    /** What reads such messages; null: nothing need be read. */
    @Nullable
    MessageReader reader(Messages expected) {
        if (!expected.read()) {
            return null;
        }
        if (readers.size() >= MOST_READERS && !readers.containsKey(expected)) {
            readers.clear();
        }
        return readers.computeIfAbsent(expected, MessageReader::of);
    }
}
