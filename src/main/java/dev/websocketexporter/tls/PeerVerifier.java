package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.HOSTNAME;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.KEY;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.SIGNATURE;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.TRUST;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.VALIDITY;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.tls.CertificatePath.Member;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates that a peer presented. The same input gives the same report, on any thread.
 *
 * <p>Of several paths the one that is nearest to being accepted is judged. The chain is verified if one path to an anchor
 * keeps every rule, whatever else was presented. A certificate whose key did not sign is not an issuer, so that a chain
 * with a broken signature has no anchor.
 */
final class PeerVerifier {
    private PeerVerifier() {}

    /**
     * Examines a chain. Takes milliseconds: signatures are verified.
     *
     * @param presented the leaf first, then further certificates in any order; never empty
     * @param name the name or address that was asked for, in its ASCII form and without brackets
     * @param now the time that the dates are judged by
     * @throws IllegalArgumentException with one line, when there is none, or one has no encoding
     */
    static ChainReport examine(List<X509Certificate> presented, String name, TrustAnchors anchors, Instant now) {
        if (presented.isEmpty()) {
            throw new IllegalArgumentException("presented: no certificate (expected: at least the leaf)");
        }
        List<ParsedCertificate> certificates =
                presented.stream().map(ParsedCertificate::of).toList();
        VerificationBudget budget = VerificationBudget.begin(() -> false);
        return judge(certificates, PathSearch.paths(certificates, anchors, budget), name, anchors, now, budget);
    }

    /** Judges parsed certificates by the paths that were found among them. */
    static ChainReport judge(
            List<ParsedCertificate> certificates,
            PathSearch.Found found,
            String name,
            TrustAnchors anchors,
            Instant now,
            VerificationBudget budget) {
        List<PathJudgement> judgements = found.paths().stream()
                .map(path -> PathJudgement.of(path, now, budget))
                .toList();
        PathJudgement best = judgements.stream().min(PathJudgement.BEST_FIRST).orElseThrow();
        Failure malformed = malformed(certificates);
        Failure distrust = best.path().isAnchored() || !isSpoilt(best.path(), certificates)
                ? best.distrust(anchors, found.limit())
                : malformed;
        Failure mismatch = HostnameRule.of(certificates.get(0)).mismatch(name);
        Failure[] gravestFirst = {best.dates(), distrust, mismatch, malformed, best.rule(), best.weakness()};
        return new ChainReport(
                certificates.stream().map(CertificateReader::facts).toList(),
                latestExpiry(judgements),
                checks(best, mismatch),
                Arrays.stream(gravestFirst).filter(Objects::nonNull).findFirst().orElse(null));
    }

    /**
     * Whether a malformed certificate is why the path ends: its signature does not hold, or nobody can say whose path one
     * without names or key would have been on.
     */
    private static boolean isSpoilt(CertificatePath path, List<ParsedCertificate> certificates) {
        boolean topIsMalformed = !path.top().certificate().flaws.isEmpty();
        return (topIsMalformed && path.end() == CertificatePath.End.ISSUER_DID_NOT_SIGN)
                || certificates.stream().anyMatch(certificate -> !certificate.readable);
    }

    /** A client that parses all that it is sent, as most do, refuses also what it would not have needed. */
    private static @Nullable Failure malformed(List<ParsedCertificate> certificates) {
        for (int position = 0; position < certificates.size(); position++) {
            ParsedCertificate certificate = certificates.get(position);
            if (!certificate.flaws.isEmpty()) {
                return new Failure(
                        Phase.TLS,
                        Reason.CERTIFICATE_INVALID,
                        Member.presented(position, certificate) + ": malformed: " + certificate.flaws.get(0));
            }
        }
        return null;
    }

    private static @Nullable Instant latestExpiry(List<PathJudgement> judgements) {
        return judgements.stream()
                .filter(PathJudgement::isVerified)
                .map(judgement -> judgement.path().expiry())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Map<CertificateCheck, Boolean> checks(PathJudgement path, @Nullable Failure mismatch) {
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        checks.put(VALIDITY, path.dates() == null);
        checks.put(HOSTNAME, mismatch == null);
        checks.put(TRUST, path.path().isAnchored() && path.rule() == null);
        checks.put(SIGNATURE, path.weakness() == null);
        checks.put(KEY, path.path().hasStrongKeys());
        return checks;
    }
}
