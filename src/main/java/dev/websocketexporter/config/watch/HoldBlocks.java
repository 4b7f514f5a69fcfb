package dev.websocketexporter.config.watch;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.blocks.YamlSection;
import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import java.time.Duration;
import java.util.List;

/** {@code heartbeat} and {@code reconnect}: how it is noticed that a connection is lost, and when it is opened again. */
final class HoldBlocks {
    /** More often than this, pings and messages are a load and no check. */
    static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    /** A server that refuses must not be asked without a pause. */
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(100);

    private static final int MOST_MISSED = 1_000;

    private static final Key.Value<Duration> INTERVAL = new Key.Value<>(
            "interval",
            DurationType.noneOrAtLeast(SHORTEST_INTERVAL),
            Duration.ofSeconds(30),
            "From sending one ping to sending the next; 0s: no pings.");
    private static final Key.Value<Duration> TIMEOUT =
            new Key.Value<>("timeout", DurationType.POSITIVE, Duration.ofSeconds(10), "How long one pong may take.");
    private static final Key.Value<Integer> MAX_MISSED = new Key.Value<>(
            "max_missed",
            NumberTypes.integer(0, MOST_MISSED),
            2,
            "How many pongs in a row may be missing; one more is a drop.");
    static final Key.Block HEARTBEAT =
            new Key.Block("heartbeat", "Pings on each connection.", List.of(INTERVAL, TIMEOUT, MAX_MISSED));

    private static final Key.Value<Duration> MIN_DELAY = new Key.Value<>(
            "min_delay",
            DurationType.atLeast(SHORTEST_DELAY),
            Duration.ofSeconds(1),
            "The window in which a lost connection is tried again; it doubles with each further try.");
    private static final Key.Value<Duration> MAX_DELAY = new Key.Value<>(
            "max_delay",
            DurationType.atLeast(SHORTEST_DELAY),
            Duration.ofMinutes(1),
            "The longest window, with one try in each; a connection that lived longer begins with min_delay again.");
    static final Key.Block RECONNECT = new Key.Block(
            "reconnect",
            "When a connection that is lost, or could not be opened, is opened again.",
            List.of(MIN_DELAY, MAX_DELAY));

    private HoldBlocks() {}

    static Pings heartbeat(BlockReader heartbeat) {
        return new Pings(heartbeat.orDefault(INTERVAL), heartbeat.orDefault(TIMEOUT), heartbeat.orDefault(MAX_MISSED));
    }

    static YamlSection write(Pings heartbeat) {
        YamlSection section = new YamlSection();
        section.put(INTERVAL, heartbeat.interval());
        section.put(TIMEOUT, heartbeat.timeout());
        section.put(MAX_MISSED, heartbeat.maxMissed());
        return section;
    }

    static Reconnect reconnect(BlockReader reconnect) {
        Duration min = reconnect.orDefault(MIN_DELAY);
        Duration max = reconnect.orDefault(MAX_DELAY);
        if (min.compareTo(max) > 0) {
            reconnect.mistake(
                    reconnect.has(MIN_DELAY) ? MIN_DELAY : MAX_DELAY,
                    "min_delay " + DurationType.shown(min) + " is longer than max_delay " + DurationType.shown(max)
                            + " (expected: at most as long)");
        }
        return new Reconnect(min, max);
    }

    static YamlSection write(Reconnect reconnect) {
        YamlSection section = new YamlSection();
        section.put(MIN_DELAY, reconnect.minDelay());
        section.put(MAX_DELAY, reconnect.maxDelay());
        return section;
    }
}
