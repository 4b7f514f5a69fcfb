package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.render.terminal.PhaseChart;
import dev.websocketexporter.render.terminal.ProbeText;
import dev.websocketexporter.render.terminal.SummaryText;
import dev.websocketexporter.render.terminal.TerminalStyle;
import dev.websocketexporter.render.terminal.TerminalStyle.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on the command line shows what the program writes, of results that are invented. */
class CommandLinePageTest {
    private static final Path PAGE = Path.of("docs/command-line.md");
    private static final TerminalStyle STYLE = new TerminalStyle(100, EnumSet.of(Ability.BLOCKS, Ability.WRAPPING));

    /** With {@code mvn test -Dgenerate}, the examples are written instead of compared. */
    private static final String WRITE = "generate";

    private static final Pattern EXAMPLE =
            Pattern.compile("(<!-- made by CommandLinePageTest: ([a-z-]+) -->\n```text\n)(?s).*?(```\n<!-- end -->)");

    @Test
    void examplesAreWhatTheProgramWrites() throws IOException {
        Map<String, String> examples = Map.of(
                "success", probe(healthy()),
                "certificate-expired", probe(expired()),
                "series", series());
        String page = Files.readString(PAGE);
        assertThat(EXAMPLE.matcher(page).results().map(match -> match.group(2)))
                .containsExactlyInAnyOrderElementsOf(examples.keySet());
        String expected = EXAMPLE.matcher(page)
                .replaceAll(match ->
                        Matcher.quoteReplacement(match.group(1) + examples.get(match.group(2)) + match.group(3)));
        if (System.getProperty(WRITE) != null) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("%s; mvn test -D%s writes the examples", PAGE, WRITE)
                .isEqualTo(expected);
    }

    /** With one extension, as a server may select it, and with what a process that has just started adds. */
    private static ProbeResult healthy() {
        ProbeResult sample = SampleResults.fullSuccess();
        return new ProbeResult(
                sample.request(),
                sample.startedAt(),
                sample.outcome(),
                new Timings(Duration.ofMillis(108), sample.timings().phases()),
                sample.lookupTime(),
                sample.dialled(),
                sample.tls(),
                new UpgradeReport(101, true, "chat.v2", List.of("permessage-deflate"), null),
                sample.conversation(),
                sample.close(),
                1,
                List.of());
    }

    /** Somebody stopped the server. */
    private static ProbeResult refused() {
        return SampleResults.withOutcome(
                SampleResults.connectionRefused(),
                new Outcome.Failed(new Failure(
                        Phase.CONNECT,
                        Reason.CONNECTION_REFUSED,
                        "connecting to [2001:db8::17]:443: connection refused; nothing listens on that port, or a firewall"
                                + " rejects")));
    }

    /** A certificate that nobody has renewed: only its dates are wrong. */
    private static ProbeResult expired() {
        ProbeResult sample = SampleResults.certificateExpired();
        Failure failure = new Failure(
                Phase.TLS,
                Reason.CERTIFICATE_EXPIRED,
                "leaf CN=chat.example.com expired 2026-11-14T08:30:00Z (now: 2026-11-21T10:00:00Z)");
        CertificateFacts leaf = new CertificateFacts(
                "0a1b2c",
                "CN=chat.example.com",
                "CN=Example CA,O=Example",
                "chat.example.com",
                "Example CA",
                List.of("chat.example.com"),
                "3e7",
                Instant.parse("2026-08-16T08:30:01Z"),
                Instant.parse("2026-11-14T08:30:00Z"));
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        CertificateCheck.OF_CHAIN.forEach(check -> checks.put(check, check != CertificateCheck.VALIDITY));
        ChainReport chain = new ChainReport(List.of(leaf), null, checks, failure);
        return new ProbeResult(
                sample.request(),
                sample.startedAt(),
                new Outcome.Failed(failure),
                sample.timings(),
                sample.lookupTime(),
                sample.dialled(),
                new TlsReport(TlsVersion.TLS13, "TLS_AES_128_GCM_SHA256", chain, null),
                null,
                null,
                null,
                1,
                List.of());
    }

    private static String heading(ProbeResult result) {
        return ProbeText.heading(result.request().target().toString(), result.request()) + "\n";
    }

    private static String probe(ProbeResult result) {
        return heading(result) + String.join("\n", PhaseChart.of(STYLE, result)) + "\n\n" + ProbeText.of(STYLE, result);
    }

    private static String series() {
        List<ProbeResult> results = List.of(healthy(), SampleResults.fullSuccess(), refused());
        SummaryText summary = new SummaryText();
        StringBuilder text = new StringBuilder(heading(results.get(0)));
        for (int i = 0; i < results.size(); i++) {
            summary.add(results.get(i));
            text.append(ProbeText.line(STYLE, i + 1, results.get(i))).append('\n');
        }
        return text + summary.text(STYLE);
    }
}
