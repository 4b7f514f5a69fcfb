package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.value.Digests;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code /}: links, a form to probe by hand, and the recent probes; no script, and no secret. */
final class IndexPage {
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

    /** Nothing is loaded, run or framed; forms lead here; the one style is known by its hash. */
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
    IndexPage(String links, Supplier<Configuration> configuration, History history, Clock clock) {
        this.links = links;
        this.configuration = configuration;
        this.history = history;
        this.clock = clock;
    }

    void show(Context context) {
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
}
