package dev.websocketexporter.server.page;

import dev.websocketexporter.config.ConfigurationYaml;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.render.DebugText;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.History;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /probes?id=N}: one probe. Without a script it has the verdict, the phases, the certificates and the debug text. */
final class ProbePage {
    static final String PATH = "/probes";

    /** As many digits as fit into a long. */
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private final PageFrame frame;
    private final History history;

    ProbePage(PageFrame frame, History history) {
        this.frame = frame;
        this.history = history;
    }

    void show(Context context) throws HttpErrorException {
        QueryParameters parameters = QueryParameters.parse(context.queryString());
        String id = parameters.single("id");
        if (id == null || !ID.matcher(id).matches()) {
            throw HttpErrorException.badRequest(
                    (id == null ? "parameter \"id\" is missing" : "id \"" + Printable.masked(id) + "\" is no number")
                            + " (expected: the number of a recent probe, such as ?id=17)");
        }
        History.Entry entry = history.byId(Long.parseLong(id));
        String time = parameters.single("time");
        if (entry == null
                || (time != null && !time.equals(entry.result().startedAt().toString()))) {
            String title = "No such probe - websocket_exporter";
            frame.answer(context, HttpStatus.NOT_FOUND, frame.html(PATH, title, null, html -> notKept(html, id)));
        } else {
            frame.answer(context, HttpStatus.OK, html(entry));
        }
    }

    String html(History.Entry entry) {
        String title = entry.result().request().target() + " - websocket_exporter";
        return frame.html(PATH, title, "single.js", html -> write(html, entry));
    }

    private void notKept(Html html, String id) {
        html.element("h1", "Probe " + id + " is not in the history, or not any more");
        html.open("p")
                .text(
                        "The exporter keeps its last probes in memory, failures longer than others, since it was started; ")
                .text("--history.limit says how many. ")
                .element("a", "All targets", "href", frame.link(TargetsPage.PATH))
                .close("p");
    }

    private void write(Html html, History.Entry entry) {
        ProbeResult result = entry.result();
        html.open("h1");
        Verdict verdict = Verdict.of(result.outcome());
        html.element("span", verdict.word(), "class", "state " + verdict.kind());
        html.text(" " + result.request().target()).close("h1").line();
        html.open("div", "id", "probe", "data-id", String.valueOf(entry.id())).line();
        reason(html, result);
        html.element(
                        "p",
                        "Module " + result.request().module().name() + ", " + Words.utc(result.startedAt()) + ", took "
                                + Words.duration(result.timings().total()))
                .line();
        phases(html, result);
        if (result.tls() != null && result.tls().chain() != null) {
            certificates(html, result.tls().chain());
        }
        html.element("h2", "Log, metrics, module");
        html.element(
                "pre",
                DebugText.of(result, ConfigurationYaml.render(result.request().module())),
                "tabindex",
                "0",
                "role",
                "group",
                "aria-label",
                "log, metrics and module");
        html.close("div").line();
    }

    private record Verdict(String kind, String word) {
        static Verdict of(Outcome outcome) {
            if (outcome instanceof Outcome.Success) {
                return new Verdict("good", "Success");
            }
            if (outcome instanceof Outcome.Failed) {
                return new Verdict("bad", "Failed");
            }
            return new Verdict("warn", outcome instanceof Outcome.Forbidden ? "Forbidden" : "Cancelled");
        }
    }

    private static void reason(Html html, ProbeResult result) {
        Failure failure = result.failure();
        if (failure != null) {
            html.open("p", "class", "reason")
                    .element(
                            "b",
                            failure.phase().label() + "/" + failure.reason().label(),
                            "class",
                            "bad")
                    .text(" " + failure.detail() + " ")
                    .element("a", "What to look at next", "href", runbook(failure.phase()))
                    .close("p");
        } else if (result.outcome() instanceof Outcome.Forbidden forbidden) {
            html.element("p", forbidden.detail(), "class", "reason");
        }
    }

    private static String runbook(Phase phase) {
        return PageFrame.DOCS + "/runbook.md#phase-" + phase.label();
    }

    private static void phases(Html html, ProbeResult result) {
        Map<Phase, Duration> phases = result.timings().phases();
        if (phases.isEmpty()) {
            return;
        }
        Failure failure = result.failure();
        html.element("h2", "Phases");
        Drawings.bar(
                html,
                phases,
                result.timings().total(),
                result.timings().before(),
                failure == null ? null : failure.phase());
        html.element("p", Drawings.words(phases));
    }

    private static void certificates(Html html, ChainReport chain) {
        html.element("h2", "Certificates").open("ol");
        for (CertificateFacts certificate : chain.presented()) {
            html.element(
                    "li",
                    certificate.subject() + ", issued by " + certificate.issuer() + ", valid from "
                            + date(certificate.notBefore()) + " until " + date(certificate.notAfter()));
        }
        html.close("ol").line();
    }

    private static String date(@Nullable Instant time) {
        return time == null ? "an unreadable date" : Words.utc(time);
    }
}
