package dev.websocketexporter.watch;

import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Broadcast;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.watch.FakeHolder.FakeHeld;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The whole watch on simulated time, with a holder that opens nothing. */
final class WatchStage {
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    final SimulatedLoop loop = new SimulatedLoop();
    final FakeHolder holder = new FakeHolder(loop);
    final RecordedEvents events = new RecordedEvents();
    final JumpingClock clock = new JumpingClock();
    final Watches watches = new Watches(holder, loop, clock, new Random(19), events);

    /** A watch with one connection a target and the defaults of the configuration. */
    static WatchSettings settings(String name) {
        return new WatchSettings(
                name,
                "chat",
                ProbeModule.withDefaults("chat"),
                1,
                new Pings(Duration.ofSeconds(30), Duration.ofSeconds(10), 2),
                new Reconnect(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                Duration.ZERO,
                Messages.ANY,
                null,
                null);
    }

    static WatchSettings connections(int number, WatchSettings of) {
        return new WatchSettings(
                of.name(),
                of.moduleName(),
                of.module(),
                number,
                of.heartbeat(),
                of.reconnect(),
                of.maxLifetime(),
                of.messages(),
                of.send(),
                of.broadcast());
    }

    static WatchSettings reconnect(Duration min, Duration max, WatchSettings of) {
        return new WatchSettings(
                of.name(),
                of.moduleName(),
                of.module(),
                of.connections(),
                of.heartbeat(),
                new Reconnect(min, max),
                of.maxLifetime(),
                of.messages(),
                of.send(),
                of.broadcast());
    }

    static WatchSettings lifetime(Duration max, WatchSettings of) {
        return new WatchSettings(
                of.name(),
                of.moduleName(),
                of.module(),
                of.connections(),
                of.heartbeat(),
                of.reconnect(),
                max,
                of.messages(),
                of.send(),
                of.broadcast());
    }

    static WatchSettings messages(Messages messages, WatchSettings of) {
        return new WatchSettings(
                of.name(),
                of.moduleName(),
                of.module(),
                of.connections(),
                of.heartbeat(),
                of.reconnect(),
                of.maxLifetime(),
                messages,
                of.send(),
                of.broadcast());
    }

    static WatchSettings broadcast(Broadcast broadcast, WatchSettings of) {
        return new WatchSettings(
                of.name(),
                of.moduleName(),
                of.module(),
                of.connections(),
                of.heartbeat(),
                of.reconnect(),
                of.maxLifetime(),
                of.messages(),
                of.send(),
                broadcast);
    }

    static WatchedTarget target(WatchSettings settings, String url) {
        return target(settings, url, Map.of());
    }

    static WatchedTarget target(WatchSettings settings, String url, Map<String, String> labels) {
        try {
            return new WatchedTarget(settings, Target.parse(url), labels);
        } catch (InvalidTargetException e) {
            throw new AssertionError(e);
        }
    }

    /** So many targets of one watch. */
    static List<WatchedTarget> targets(WatchSettings settings, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> target(settings, "ws://" + settings.name() + ".example/" + i))
                .toList();
    }

    void watch(WatchedTarget... targets) {
        watch(Arrays.asList(targets));
    }

    void watch(List<WatchedTarget> targets) {
        watches.replace(true, targets, TargetPolicy.DEFAULT);
        loop.settle();
    }

    /** Watches one target with one connection, and opens that. */
    FakeHeld watchAndOpen(WatchSettings settings) {
        watch(target(settings, "ws://example.com/feed"));
        return nextAsked().open();
    }

    void advance(Duration time) {
        loop.advance(time);
    }

    /** Lets time pass until one more connection is asked for. */
    FakeHeld nextAsked() {
        int before = holder.all().size();
        for (int step = 0; step < 1_000_000 && holder.all().size() == before; step++) {
            advance(Duration.ofMillis(1));
        }
        if (holder.all().size() == before) {
            throw new AssertionError("no connection was asked for in 1000 s");
        }
        return holder.last();
    }

    /** Of the only target. */
    TargetFigures figures() {
        List<TargetFigures> all = watches.targets();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " targets (expected: 1)");
        }
        return all.get(0);
    }

    /** The wall clock, which runs with the simulated time, and jumps when a test says so. */
    final class JumpingClock extends Clock {
        private Duration jumped = Duration.ZERO;

        void jump(Duration by) {
            jumped = jumped.plus(by);
        }

        @Override
        public Instant instant() {
            return START.plus(loop.elapsed()).plus(jumped);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(@Nullable ZoneId zone) {
            throw new UnsupportedOperationException("one zone only");
        }
    }
}
