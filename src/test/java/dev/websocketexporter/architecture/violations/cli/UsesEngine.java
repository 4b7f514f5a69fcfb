package dev.websocketexporter.architecture.violations.cli;

import dev.websocketexporter.architecture.violations.engine.UsesConfig;
import dev.websocketexporter.architecture.violations.probe.Ticker;
import java.time.Clock;

/** Breaks: cli sees no engine, and makes no clock of its own. */
record UsesEngine(UsesConfig room) {
    static long clocks() {
        return Ticker.system() + Clock.systemUTC().millis();
    }
}
