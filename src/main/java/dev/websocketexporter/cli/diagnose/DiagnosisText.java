package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.AddressesReport.Verdict;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.render.terminal.Figures;
import dev.websocketexporter.render.terminal.TerminalStyle;
import java.time.Duration;
import java.util.List;

/** A diagnosis for a person: a row for each probe, and the likely cause. */
public final class DiagnosisText {
    private static final int NAME_WIDTH = 36;
    private static final int VERDICT_WIDTH = 8;
    private static final int TIME_WIDTH = 9;
    private static final int LONGEST = 2_000;

    private static final String SAME = "  ";
    private static final String OTHERWISE = "* ";

    private final TerminalStyle style;

    public DiagnosisText(TerminalStyle style) {
        this.style = style;
    }

    /** The line before the first probe: what is done, and for how long at most. */
    public static String heading(String target, String module, Duration budget) {
        int most = Variations.MOST_PROBES;
        return target + ", module " + module + ", at most " + most + " probes one after the other, each at most "
                + Figures.limit(budget) + ": " + Figures.limit(budget.multipliedBy(most)) + " in all";
    }

    /** While a probe runs. */
    public String running(String name, Duration since) {
        return row(SAME, name, style.soft("running"), "running", Figures.time(since), "");
    }

    /** The row of the base, and in words why it failed. */
    public String base(ProbeResult base) {
        Failure failure = base.failure();
        String row = row(SAME, "base", base, Words.outcome(base));
        return failure == null ? row : row + paragraph(failure.detail(), 4);
    }

    /** The row of a variation, and of each address if it is about them. */
    public String trial(ProbeResult base, Trial trial) {
        boolean differs = Difference.isOne(base, trial);
        StringBuilder rows = new StringBuilder();
        ProbeResult result = trial.result();
        rows.append(
                trial.change() == Change.PLAIN_GET && result.successful()
                        ? row(
                                SAME,
                                trial.variation().name(),
                                "answer",
                                "answer",
                                Figures.time(result.timings().total()),
                                Words.outcome(result) + Answer.andField(result, "Server"))
                        : row(
                                differs ? OTHERWISE : SAME,
                                trial.variation().name(),
                                result,
                                Words.outcome(result) + certificate(base, trial)));
        AddressesReport addresses = result.addresses();
        if (addresses != null && addresses.verdicts().size() > 1) {
            addresses.verdicts().forEach(verdict -> rows.append(address(base, verdict)));
        }
        return rows.toString();
    }

    private String row(String mark, String name, ProbeResult result, String outcome) {
        String verdict = result.successful() ? "ok" : result.failure() == null ? "" : "failed";
        return row(
                mark,
                name,
                result.successful() ? style.good(verdict) : style.bad(verdict),
                verdict,
                Figures.time(result.timings().total()),
                outcome);
    }

    private String row(String mark, String name, String painted, String verdict, String time, String outcome) {
        return (mark + Figures.left(Printable.excerpt(name), NAME_WIDTH)
                                + painted
                                + " ".repeat(VERDICT_WIDTH - verdict.length())
                                + Figures.right(time, TIME_WIDTH)
                                + "  "
                                + Printable.excerpt(outcome))
                        .stripTrailing()
                + "\n";
    }

    private String address(ProbeResult base, Verdict verdict) {
        Failure failure = verdict.failure();
        String word = failure == null ? "ok" : "failed";
        return row(
                Difference.isOne(base, verdict) ? OTHERWISE : SAME,
                "  " + IpText.of(verdict.address()),
                failure == null ? style.good(word) : style.bad(word),
                word,
                Figures.time(verdict.duration()),
                failure == null ? "" : Words.kind(failure));
    }

    private static String certificate(ProbeResult base, Trial trial) {
        CertificateFacts leaf = Difference.leaf(trial.result());
        if (trial.change() != Change.NO_SERVER_NAME || leaf == null) {
            return "";
        }
        return Difference.isOtherCertificate(base, trial.result())
                ? "; another certificate: " + Words.certificate(leaf)
                : "; the same certificate";
    }

    /** What stands below the table. */
    public String end(Diagnosis diagnosis, Variations variations, LikelyCause cause) {
        StringBuilder text = new StringBuilder();
        if (diagnosis.hasDifference()) {
            text.append(style.soft("* ends otherwise than the base")).append('\n');
        }
        text.append(notTried("the base did not get so far", variations.leftOut()))
                .append(notTried("Ctrl-C came", variations.cutOff(diagnosis)));
        String word = diagnosis.base().successful() ? "Result" : "Likely cause";
        return text.append('\n')
                .append(style.strong(word + " (" + cause.kind().label() + ")"))
                .append('\n')
                .append(paragraph(cause.sentence(), 2))
                .toString();
    }

    private String notTried(String why, List<String> names) {
        return names.isEmpty() ? "" : paragraph("Not tried, since " + why + ": " + String.join(", ", names), 0);
    }

    private String paragraph(String text, int indent) {
        StringBuilder lines = new StringBuilder();
        for (String line : style.lines(Printable.oneLine(text, LONGEST), indent)) {
            lines.append(" ".repeat(indent)).append(line).append('\n');
        }
        return lines.toString();
    }
}
