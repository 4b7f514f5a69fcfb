package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult.LogLine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which lines about probes go to the exporter's log ({@code --log.prober}). */
public enum ProberLogging {
    /** Nothing. */
    NONE(null),
    /** The default: one line when a target begins or ceases to fail, or fails for another reason. */
    STATE_CHANGES(null),
    /** The state changes, and every line of every probe. */
    DEBUG(LogLine.Level.DEBUG),
    /** The state changes, and the probes' lines of this level and above. */
    INFO(LogLine.Level.INFO),
    /** The state changes, and the probes' warnings. */
    WARN(LogLine.Level.WARN),
    /** The state changes; no line of a probe is an error of the exporter. */
    ERROR(null);

    /** The logger of these lines; its level must let through what this lets through. */
    public static final String LOGGER = "websocket_exporter.prober";

    private final LogLine.@Nullable Level threshold;

    ProberLogging(LogLine.@Nullable Level threshold) {
        this.threshold = threshold;
    }

    /**
     * Parses the flag's value.
     *
     * @throws IllegalArgumentException with one line that says what would be right
     */
    public static ProberLogging parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> NONE;
            case "debug" -> DEBUG;
            case "info" -> INFO;
            case "warn" -> WARN;
            case "error" -> ERROR;
            default ->
                throw new IllegalArgumentException("\"" + text
                        + "\" is no level of the probes' log lines (expected: none, debug, info, warn or error)");
        };
    }

    /** Whether the line of a probe goes to the exporter's log. */
    boolean shows(LogLine line) {
        return threshold != null && line.level().compareTo(threshold) >= 0;
    }

    boolean showsStateChanges() {
        return this != NONE;
    }
}
