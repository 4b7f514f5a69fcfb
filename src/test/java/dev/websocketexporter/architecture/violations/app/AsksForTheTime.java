package dev.websocketexporter.architecture.violations.app;

import dev.websocketexporter.architecture.violations.probe.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Breaks, even in app: every way to ask for the time but through a ticker or a clock; and closes a cycle of rooms. */
public final class AsksForTheTime {
    private AsksForTheTime() {}

    static long monotonic() {
        return System.nanoTime() - Ticker.system();
    }

    static long timeOfDay() {
        return System.currentTimeMillis()
                + Instant.now().toEpochMilli()
                + LocalDate.now().atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }

    static Instant allowed(Clock clock) {
        return Instant.now(clock);
    }

    static Class<?> cycle() {
        return dev.websocketexporter.architecture.violations.config.UsesServer.class;
    }
}
