package dev.websocketexporter.tls;

import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import java.io.IOException;
import java.time.Duration;

/** A stapled response: it is relied on only if its signed part is one that the responder has signed. */
public final class StapleFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(300), 64 << 20);
    private static final int LONGEST_FLAW = 2_000;

    /** One for all inputs, with no bound of its own. */
    private static final OcspVerifier VERIFIER = new OcspVerifier(
            FuzzIdentities.STAPLED,
            FuzzIdentities.ANCHORS,
            FuzzIdentities.NOW,
            new VerificationBudget(() -> false, () -> 0));

    private StapleFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        BOUNDS.hold(data, StapleFuzz::play);
    }

    private static void play(byte[] data) throws IOException {
        OcspVerifier.Finding finding = VERIFIER.examine(data);
        StapleReport report = finding.report();
        boolean counts = report.flaw() == null || report.revocation() != null;
        if (report.flaw() != null) {
            Expect.line(report.flaw(), LONGEST_FLAW);
        }
        if (report.revocation() != null) {
            Expect.line(report.revocation().detail(), LONGEST_FLAW);
        }
        Expect.that(!counts || FuzzIdentities.hasSaid(data), "a staple counts that nobody signed");
        Expect.that(report.status() != null || !counts, "a staple counts that says nothing");
    }
}
