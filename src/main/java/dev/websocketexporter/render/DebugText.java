package dev.websocketexporter.render;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Everything about one probe, for a human: its log, its metrics and its module, as blackbox_exporter shows them. */
public final class DebugText {
    private static final String GAP = "\n\n\n";

    private DebugText() {}

    /**
     * The debug text of a probe.
     *
     * @param moduleYaml the configuration of the module, with its secrets hidden already
     */
    public static String of(ProbeResult result, String moduleYaml) {
        StringBuilder text = new StringBuilder("Logs for the probe:\n");
        text.append(line(result, Duration.ZERO, LogLine.Level.INFO, "beginning probe")
                        .pair("timeout_seconds", seconds(result.request().budget())))
                .append('\n');
        for (LogLine entry : result.log()) {
            text.append(line(result, entry.at(), entry.level(), entry.message()))
                    .append('\n');
        }
        text.append(GAP).append("Metrics that would have been returned:\n");
        text.append(ProbeExposition.text(result, ExpositionFormat.PROMETHEUS_TEXT));
        text.append(GAP).append("Module configuration:\n").append(moduleYaml);
        return text.toString();
    }

    private static Logfmt line(ProbeResult result, Duration at, LogLine.Level level, String message) {
        Instant instant = result.startedAt().plus(at);
        return new Logfmt()
                .pair("ts", Logfmt.micros(instant))
                .pair("level", level.name().toLowerCase(Locale.ROOT))
                .pair("module", result.request().module().name())
                .pair("target", result.request().target().toString())
                .pair("msg", message);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.6f", duration.toNanos() / 1e9);
    }
}
