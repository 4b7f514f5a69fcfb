package dev.websocketexporter.tls.suites;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BoringSSL: the table of {@code pki/ocsp_unittest.cc}, with the files of {@code pki/testdata/ocsp_unittest}. Most of these
 * are signed with SHA-1, which the exporter refuses before all else; so that all else is judged too, what is signed with a
 * key of the suite is signed again with it and SHA-256. A case is acceptable if the response is to be relied on and says good; the tags are the two expectations of its row.
 */
final class BoringStaplesReader implements SuiteReader {
    private static final String PROGRAM = "ocsp_unittest.cc";

    /** As the suite's program has it. */
    private static final Instant NOW = Instant.ofEpochSecond(1_488_672_000);

    private static final Pattern ROW =
            Pattern.compile("\\{\"(\\w+)\\.pem\",\\s*OCSPRevocationStatus::(\\w+),\\s*OCSPVerifyResult::(\\w+)\\}");

    @Override
    public String suite() {
        return "boringssl-staples";
    }

    @Override
    public List<SuiteCase> cases(List<Path> files) throws IOException {
        List<SuiteCase> cases = new ArrayList<>();
        for (Path file : files) {
            if (file.getFileName().toString().equals(PROGRAM)) {
                Path data = file.resolveSibling("testdata").resolve("ocsp_unittest");
                StapleSigners signers = StapleSigners.of(data);
                Matcher row = ROW.matcher(Files.readString(file));
                while (row.find()) {
                    cases.add(read(data.resolve(row.group(1) + ".pem"), row, signers));
                }
            }
        }
        return cases;
    }

    private static SuiteCase read(Path file, Matcher row, StapleSigners signers) throws IOException {
        byte[] issuer = DerFiles.onlyPem(file, "CA CERTIFICATE");
        PresentedChain chain = new PresentedChain(
                List.of(DerFiles.onlyPem(file, "CERTIFICATE")),
                List.of(issuer),
                null,
                NOW,
                signers.resigned(DerFiles.onlyPem(file, "OCSP RESPONSE")));
        String status = row.group(2);
        return new SuiteCase(row.group(1), Set.of(status, row.group(3)), status.equals("GOOD"), () -> verdict(chain));
    }

    private static Verdict verdict(PresentedChain chain) {
        StapleReport staple = chain.verification().staple();
        if (staple == null) {
            return Verdict.refused(Reason.CERTIFICATE_INVALID, "no staple");
        }
        if (staple.revocation() != null) {
            return Verdict.of(staple.revocation());
        }
        if (staple.flaw() != null) {
            return Verdict.refused(Reason.CERTIFICATE_INVALID, staple.flaw());
        }
        return staple.status() == StapleReport.Status.GOOD
                ? Verdict.ACCEPTED
                : Verdict.refused(Reason.CERTIFICATE_INVALID, "status " + staple.status());
    }
}
