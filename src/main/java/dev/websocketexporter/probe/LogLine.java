package dev.websocketexporter.probe;

import java.time.Duration;

/**
 * One line of a probe's own log.
 *
 * @param at the time since the probe began
 * @param level how much it matters
 * @param message one sentence for humans; holds no secret
 */
public record LogLine(Duration at, Level level, String message) {
    /** How much a line matters. A failed probe is a finding, so nothing here is an error of the exporter. */
    public enum Level {
        DEBUG,
        INFO,
        WARN
    }
}
