package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Outcome;
import dev.websocketexporter.probe.ProbeResult;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code /}: links, a form to probe by hand, and the recent probes; no script, and no secret. */
final class IndexPage {
    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ccc;vertical-align:top}
            td{overflow-wrap:anywhere}
            .failure{color:#a00;font-weight:600}
            .success{color:#060}
            input[name=target]{width:min(30rem,90%)}
            """;

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

    private String html() {
        StringBuilder page = new StringBuilder(4096)
                .append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<title>websocket_exporter</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>websocket_exporter</h1>\n<ul>\n");
        link(page, "/metrics", "metrics of the exporter itself");
        link(page, "/config", "configuration, secrets hidden");
        link(page, "/-/healthy", "health");
        link(page, "/-/ready", "readiness");
        page.append("</ul>\n");
        form(page, configuration.get().modules().keySet());
        probes(page);
        return page.append("</body></html>\n").toString();
    }

    private void link(StringBuilder page, String path, String text) {
        page.append("<li><a href=\"")
                .append(escaped(links + path))
                .append("\">")
                .append(text)
                .append("</a></li>\n");
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
        if (history.newestFirst().isEmpty()) {
            page.append("<p>None yet.</p>\n");
            return;
        }
        page.append("<table><thead><tr><th>When</th><th>Target</th><th>Module</th><th>Result</th>")
                .append("<th>Duration</th><th></th></tr></thead><tbody>\n");
        history.newestFirst().forEach(entry -> row(page, entry));
        page.append("</tbody></table>\n");
    }

    private void row(StringBuilder page, History.Entry entry) {
        ProbeResult result = entry.result();
        String verdict = verdict(result);
        page.append("<tr><td>")
                .append(escaped(
                        result.startedAt().truncatedTo(ChronoUnit.SECONDS).toString()))
                .append("<br>")
                .append(ago(Duration.between(result.startedAt(), clock.instant())))
                .append("</td><td>")
                .append(escaped(result.request().target().toString()))
                .append("</td><td>")
                .append(escaped(result.request().module().name()))
                .append("</td><td class=\"")
                .append(result.failure() == null ? verdict : "failure")
                .append("\">")
                .append(escaped(verdict))
                .append("</td><td>")
                .append(String.format(
                        Locale.ROOT, "%.1f ms", result.timings().total().toNanos() / 1e6))
                .append("</td><td><a href=\"")
                .append(escaped(links + "/logs?id=" + entry.id()))
                .append("\">logs</a></td></tr>\n");
    }

    private static String verdict(ProbeResult result) {
        Failure failure = result.failure();
        if (failure != null) {
            return failure.toString();
        }
        if (result.outcome() instanceof Outcome.Forbidden) {
            return "forbidden";
        }
        return result.successful() ? "success" : "cancelled";
    }

    private static String ago(Duration age) {
        return age.isNegative() ? "just now" : age.toSeconds() + " s ago";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
