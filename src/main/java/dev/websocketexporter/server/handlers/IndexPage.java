package dev.websocketexporter.server.handlers;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.value.Digests;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.recording.History;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /}: links, a form to probe by hand, and the recent probes; no script, and no secret. */
public final class IndexPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#ccc;--soft:#595959;--bad:#b00020;--good:#00652e}
            @media(prefers-color-scheme:dark){:root{--line:#444;--soft:#aaa;--bad:#ff8a80;--good:#7ddc9a}}
            body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:1.5rem auto;padding:0 1rem}
            nav a{margin-right:1.25rem}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
            .when,.time{white-space:nowrap;font-variant-numeric:tabular-nums}
            .target,.result{overflow-wrap:anywhere}
            .target{min-width:15rem}
            small{display:block;color:var(--soft)}
            .failure b{color:var(--bad)}
            .success b{color:var(--good)}
            input[name=target]{width:min(30rem,100%);box-sizing:border-box}
            @media(max-width:45rem){thead{display:none}tr{display:block;padding:.6rem 0;border-bottom:1px solid var(--line)}
            td{display:block;border:0;padding:0}}
            """ + PhaseBar.STYLE;

    /** Nothing is loaded, run or framed; forms lead to the exporter; the only style is known by its hash. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final String links;
    private final Supplier<Configuration> configuration;
    private final History history;
    private final Clock clock;

    /**
     * A page.
     *
     * @param links what every link begins with; empty, or a path without a trailing slash
     */
    public IndexPage(String links, Supplier<Configuration> configuration, History history, Clock clock) {
        this.links = links;
        this.configuration = configuration;
        this.history = history;
        this.clock = clock;
    }

    public void show(Context context) {
        context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store");
        Answers.ok(context, Answers.HTML, html());
    }

    String html() {
        StringBuilder page = new StringBuilder(4096)
                .append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>websocket_exporter</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>websocket_exporter</h1>\n<nav>\n");
        link(page, "/metrics", "metrics of the exporter itself");
        link(page, "/config", "configuration, secrets hidden");
        link(page, "/-/healthy", "health");
        link(page, "/-/ready", "readiness");
        page.append("</nav>\n");
        form(page, configuration.get().modules().keySet());
        probes(page);
        return page.append("</body></html>\n").toString();
    }

    private void link(StringBuilder page, String path, String text) {
        page.append("<a href=\"")
                .append(escaped(links + path))
                .append("\">")
                .append(text)
                .append("</a>\n");
    }

    private void form(StringBuilder page, Collection<String> modules) {
        page.append("<h2>Probe by hand</h2>\n<form action=\"")
                .append(escaped(links + "/probe"))
                .append("\" method=\"get\"><input name=\"target\" placeholder=\"wss://example.com/chat\" required")
                .append(" aria-label=\"target\"> <select name=\"module\" aria-label=\"module\">");
        for (String module : modules) {
            page.append("<option>").append(escaped(module)).append("</option>");
        }
        page.append("</select> <label><input type=\"checkbox\" name=\"debug\" value=\"true\" checked> debug</label>")
                .append(" <button>Probe</button></form>\n");
    }

    private void probes(StringBuilder page) {
        page.append("<h2>Recent probes</h2>\n");
        List<History.Entry> entries = history.newestFirst();
        if (entries.isEmpty()) {
            page.append("<p>None yet.</p>\n");
            return;
        }
        page.append(PhaseBar.legend());
        page.append("<table><thead><tr><th>When</th><th>Target</th><th>Module</th><th>Result</th>")
                .append("<th>Duration</th><th>Log</th></tr></thead><tbody>\n");
        entries.forEach(entry -> row(page, entry));
        page.append("</tbody></table>\n");
    }

    private void row(StringBuilder page, History.Entry entry) {
        ProbeResult result = entry.result();
        page.append("<tr>");
        cell(page, "when", when(result));
        cell(page, "target", escaped(result.request().target().toString()));
        cell(page, "module", escaped(result.request().module().name()));
        cell(page, result.successful() ? "result success" : "result failure", verdict(result) + phases(result));
        cell(page, "time", PhaseBar.milliseconds(result.timings().total()));
        cell(page, "log", "<a href=\"" + escaped(links + "/logs?id=" + entry.id()) + "\">logs</a>");
        page.append("</tr>\n");
    }

    private static void cell(StringBuilder page, String kind, String html) {
        page.append("<td class=\"").append(kind).append("\">").append(html).append("</td>");
    }

    private String when(ProbeResult result) {
        Instant started = result.startedAt();
        String time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                .format(started.atOffset(ZoneOffset.UTC));
        return time + "<small>" + ago(Duration.between(started, clock.instant())) + "</small>";
    }

    private static String verdict(ProbeResult result) {
        Failure failure = result.failure();
        if (failure != null) {
            return "<b>" + failure.phase().label() + "/" + failure.reason().label() + "</b>: "
                    + escaped(failure.detail());
        }
        if (result.outcome() instanceof Outcome.Forbidden forbidden) {
            return "<b>forbidden</b>: " + escaped(forbidden.detail());
        }
        return result.successful() ? "<b>success</b>" : "<b>cancelled</b>";
    }

    /** What each phase that began took, drawn and in words. */
    private static String phases(ProbeResult result) {
        if (result.timings().phases().isEmpty()) {
            return "";
        }
        return PhaseBar.of(result) + "<small>" + PhaseBar.words(result.timings().phases()) + "</small>";
    }

    private static String ago(Duration age) {
        if (age.toSeconds() < 1) {
            return "just now";
        }
        if (age.toMinutes() < 2) {
            return age.toSeconds() + " s ago";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " min ago";
        }
        return age.toDays() < 2 ? age.toHours() + " h ago" : age.toDays() + " days ago";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String sha256(String text) {
        byte[] hash = Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(hash);
    }

    /**
     * Draws the phases of a probe one after the other, as wide as they were long. The bar is empty for earlier attempts, at
     * its beginning, and for what the exporter itself added, at its end.
     */
    static final class PhaseBar {
        /** Colours that colour-blind people can distinguish too (those of Okabe and Ito). */
        static final String STYLE = """
            .bar{display:block;width:100%;height:.6rem;margin:.3rem 0 .1rem;background:var(--line)}
            .key{display:inline-block;width:.8rem;height:.8rem;margin:0 .25rem 0 .75rem}
            .resolve{fill:#999999}.connect{fill:#56b4e9}.proxy{fill:#cc79a7}.tls{fill:#e69f00}
            .auth{fill:#f0e442}.processing{fill:#009e73}.transfer{fill:#0072b2}.close{fill:#d55e00}
            .bar .failed{fill:var(--bad)}
            """;

        /** The bar's own unit of width: parts of a whole probe. */
        private static final int WHOLE = 10_000;

        /** A shorter phase would not be visible at all. */
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

        /** The same as text. */
        static String words(Map<Phase, Duration> phases) {
            return phases.entrySet().stream()
                    .map(phase -> phase.getKey().label() + " " + milliseconds(phase.getValue()))
                    .collect(Collectors.joining(" · "));
        }

        static String milliseconds(Duration duration) {
            return String.format(
                    Locale.ROOT, duration.toMillis() < 10 ? "%.2f ms" : "%.1f ms", duration.toNanos() / 1e6);
        }
    }
}
