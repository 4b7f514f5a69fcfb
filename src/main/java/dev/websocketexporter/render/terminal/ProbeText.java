package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.value.IpText;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One probe for a person: what was seen on the way, how it ended, and after a failure what to look at next. */
public final class ProbeText {
    private static final int SWITCHING_PROTOCOLS = 101;
    /** The log has its reason without secrets. */
    private static final String SERVERS_CLOSE = "the server sent Close";

    private final TerminalStyle style;
    private final ProbeResult result;
    private final Paragraphs text;

    private ProbeText(TerminalStyle style, ProbeResult result) {
        this.style = style;
        this.result = result;
        this.text = new Paragraphs(style);
    }

    /** The line before a probe: what is done, and for how long at most. */
    public static String heading(String target, ProbeRequest request) {
        return target + ", module " + request.module().name() + ", at most " + Figures.limit(request.budget());
    }

    /** All that follows the phases. */
    public static String of(TerminalStyle style, ProbeResult result) {
        ProbeText probe = new ProbeText(style, result);
        probe.addFacts();
        probe.addOutcome();
        return probe.text.toString();
    }

    /** The probe's own log, a line each with the time since its beginning; for who wants to see everything. */
    public static String log(TerminalStyle style, ProbeResult result) {
        Paragraphs lines = new Paragraphs(style);
        for (LogLine line : result.log()) {
            lines.add(Figures.time(line.at()), line.message());
        }
        return lines.toString();
    }

    /** One of many probes, in a line: when it was, how it ended, and its phases. */
    public static String line(TerminalStyle style, int number, ProbeResult result) {
        String head = Figures.right(String.valueOf(number), 4) + "  ";
        String time = Figures.right(Figures.time(result.timings().total()), 10);
        Failure failure = result.failure();
        if (failure != null) {
            return head + style.bad("failed ") + time + "  " + failure;
        }
        if (!result.successful()) {
            return head
                    + (result.outcome() instanceof Outcome.Forbidden forbidden
                            ? style.bad("forbidden") + "  " + forbidden.detail()
                            : "cancelled");
        }
        StringBuilder phases = new StringBuilder();
        result.timings()
                .phases()
                .forEach((phase, took) -> phases.append(phases.length() == 0 ? "" : ", ")
                        .append(phase.label())
                        .append(' ')
                        .append(Figures.milliseconds(took)));
        return head + style.good("ok     ") + time + "  " + style.soft(phases.toString());
    }

    private void addFacts() {
        if (result.attempts() > 1) {
            text.add(
                    "attempts",
                    result.attempts() + ", and what stands here is of the last one, which began after "
                            + Figures.time(result.timings().before()));
        }
        InetSocketAddress dialled = result.dialled();
        if (dialled != null && dialled.getAddress() != null) {
            text.add("address", HostAndPort.bracketed(IpText.of(dialled.getAddress())) + ":" + dialled.getPort());
        }
        if (result.tls() != null) {
            new CertificateText(text, result.startedAt(), result.failure()).add(result.tls());
        }
        UpgradeReport upgrade = result.upgrade();
        Failure failure = result.failure();
        if (upgrade != null && (upgrade.statusCode() != SWITCHING_PROTOCOLS || failedIn(Phase.UPGRADE, failure))) {
            ConversationText.addAnswer(text, result, upgrade);
        } else if (upgrade != null) {
            text.add("upgrade", shown(upgrade));
        }
        if (result.conversation() != null) {
            new ConversationText(text, result.log()).add(result.conversation());
        }
        if (result.close() != null) {
            text.add("close", shown(result.close()));
            if (result.close().reason() != null) {
                result.log().stream()
                        .map(LogLine::message)
                        .filter(message -> message.startsWith(SERVERS_CLOSE))
                        .forEach(text::more);
            }
        }
    }

    private static boolean failedIn(Phase phase, @Nullable Failure failure) {
        return failure != null && failure.phase() == phase;
    }

    private static String shown(UpgradeReport upgrade) {
        return upgrade.statusCode()
                + (upgrade.subprotocol() == null ? "" : ", subprotocol " + upgrade.subprotocol())
                + (upgrade.extensions().isEmpty() ? "" : ", extensions " + String.join(", ", upgrade.extensions()))
                + (upgrade.redirects() == null ? "" : ", after " + Figures.count(upgrade.redirects(), "redirect"));
    }

    private static String shown(CloseReport close) {
        Integer code = close.code();
        String what = code == null
                ? "not answered"
                : code == CloseCode.ABNORMAL
                        ? "the connection just ended (1006)"
                        : code == CloseCode.NO_STATUS ? "without a code (1005)" : String.valueOf(code);
        return what + (close.byServer() ? ", by the server" : "") + (close.clean() ? ", clean" : ", not clean");
    }

    private void addOutcome() {
        if (!text.isEmpty()) {
            text.blank();
        }
        Failure failure = result.failure();
        if (failure != null) {
            text.line(style.strong(style.bad("failed in phase "
                    + failure.phase().label() + ": " + failure.reason().label())));
            text.indented(2, 0, failure.detail());
            addAdvice(RunbookRows.forFailure(failure, result));
        } else if (result.outcome() instanceof Outcome.Forbidden forbidden) {
            text.line(style.strong(style.bad("forbidden by the target policy")));
            text.indented(2, 0, forbidden.detail());
        } else if (result.successful()) {
            text.line(style.strong(style.good("success")) + " in "
                    + Figures.time(result.timings().total()));
        } else {
            text.line(style.strong("cancelled") + " after "
                    + Figures.time(result.timings().total()));
        }
    }

    private void addAdvice(RunbookRows.Advice advice) {
        addAdvice(text, advice);
    }

    /** What the runbook says about a failure, the likeliest cause first. */
    static void addAdvice(Paragraphs text, RunbookRows.Advice advice) {
        text.blank();
        List<RunbookRows.Row> rows = advice.rows();
        if (!rows.isEmpty()) {
            text.line(text.style().strong(rows.size() == 1 ? "What to look at" : "What to look at, likeliest first"));
        }
        int number = 1;
        for (RunbookRows.Row row : rows) {
            text.indented(2, 3, (rows.size() == 1 ? "" : number + ". ") + sentence(row.cause()));
            if (!row.sign().isEmpty()) {
                text.indented(5, 2, "sign: " + row.sign());
            }
            if (!row.attempt().isEmpty()) {
                text.indented(5, 2, "try: " + row.attempt());
            }
            number++;
        }
        text.line("  More: " + advice.url());
    }

    private static String sentence(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
