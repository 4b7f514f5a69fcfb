package dev.websocketexporter.server;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws the phases of a probe one behind the other, as wide as they were long. Empty stay earlier attempts, in front,
 * and what the exporter itself added, at the end.
 */
final class PhaseBar {
    /** Colours that people with other eyes can tell apart too (Okabe and Ito's). */
    static final String STYLE = """
            .bar{display:block;width:100%;height:.6rem;margin:.3rem 0 .1rem;background:var(--line)}
            .key{display:inline-block;width:.8rem;height:.8rem;margin:0 .25rem 0 .75rem}
            .resolve{fill:#999999}.connect{fill:#56b4e9}.proxy{fill:#cc79a7}.tls{fill:#e69f00}
            .auth{fill:#f0e442}.processing{fill:#009e73}.transfer{fill:#0072b2}.close{fill:#d55e00}
            .bar .failed{fill:var(--bad)}
            """;

    /** The bar's own unit of width: parts of a whole probe. */
    private static final int WHOLE = 10_000;

    /** What is shorter would not be seen at all. */
    private static final int THINNEST = 20;

    private PhaseBar() {}

    /** An SVG for a probe that began at least one phase. */
    static String of(ProbeResult result) {
        Map<Phase, Duration> phases = result.timings().phases();
        long total = Math.max(1, result.timings().total().toNanos());
        double from = (double) WHOLE * result.timings().before().toNanos() / total;
        StringBuilder bar = new StringBuilder("<svg class=\"bar\" viewBox=\"0 0 " + WHOLE
                + " 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" + words(phases) + "\">");
        for (Map.Entry<Phase, Duration> phase : phases.entrySet()) {
            double width = (double) WHOLE * phase.getValue().toNanos() / total;
            bar.append(rectangle(result, phase.getKey(), from, Math.max(THINNEST, width)))
                    .append("<title>")
                    .append(phase.getKey().label())
                    .append(' ')
                    .append(milliseconds(phase.getValue()))
                    .append("</title></rect>");
            from += width;
        }
        return bar.append("</svg>").toString();
    }

    private static String rectangle(ProbeResult result, Phase phase, double from, double width) {
        Failure failure = result.failure();
        boolean failed = failure != null && failure.phase() == phase;
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s%s\" x=\"%.0f\" y=\"0\" width=\"%.0f\" height=\"100\">",
                phase.label(),
                failed ? " failed" : "",
                Math.min(from, WHOLE - width),
                width);
    }

    /** Which colour is which phase. */
    static String legend() {
        return Arrays.stream(Phase.values())
                .map(phase -> "<svg class=\"key\" viewBox=\"0 0 1 1\" aria-hidden=\"true\"><rect class=\""
                        + phase.label() + "\" width=\"1\" height=\"1\"/></svg>" + phase.label())
                .collect(Collectors.joining("", "<p>", "</p>\n"));
    }

    /** The same for those who read. */
    static String words(Map<Phase, Duration> phases) {
        return phases.entrySet().stream()
                .map(phase -> phase.getKey().label() + " " + milliseconds(phase.getValue()))
                .collect(Collectors.joining(" · "));
    }

    static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, duration.toMillis() < 10 ? "%.2f ms" : "%.1f ms", duration.toNanos() / 1e6);
    }
}
