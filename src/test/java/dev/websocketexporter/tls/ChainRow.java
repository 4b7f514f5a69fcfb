package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.TRUST;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_INVALID;
import static dev.websocketexporter.tls.ChainFixtures.NOW;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.certificates;
import static dev.websocketexporter.tls.ChainFixtures.detail;
import static dev.websocketexporter.tls.ChainFixtures.failedChecks;
import static dev.websocketexporter.tls.ChainFixtures.reason;
import static dev.websocketexporter.tls.ChainFixtures.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.TestIdentity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates that are presented, and what is expected of their examination.
 *
 * @param reason of the fault; absent: none
 * @param detail what the fault says, among other things
 * @param verifiedUntil when the verified chain ends; absent: none is verified
 * @param failed the checks that do not pass
 */
record ChainRow(
        String fact,
        List<X509Certificate> presented,
        TrustAnchors anchors,
        @Nullable Reason reason,
        String detail,
        @Nullable Instant verifiedUntil,
        Set<CertificateCheck> failed) {
    static ChainRow accepted(String fact, TestIdentity anchor, Instant until, TestIdentity... presented) {
        return new ChainRow(fact, certificates(presented), trusting(anchor), null, "", until, Set.of());
    }

    static ChainRow refused(
            String fact,
            TestIdentity anchor,
            Reason reason,
            String detail,
            CertificateCheck failed,
            TestIdentity... presented) {
        return new ChainRow(fact, certificates(presented), trusting(anchor), reason, detail, null, Set.of(failed));
    }

    static ChainRow failing(ChainRow row, CertificateCheck... failed) {
        return new ChainRow(
                row.fact, row.presented, row.anchors, row.reason, row.detail, row.verifiedUntil, Set.of(failed));
    }

    static ChainRow invalid(String fact, String detail, TestIdentity... presented) {
        return new ChainRow(
                fact, certificates(presented), trusting(ROOT), CERTIFICATE_INVALID, detail, null, Set.of(TRUST));
    }

    /** Examines the certificates as those of {@code a.example}, and compares. */
    void assertJudged() {
        ChainReport report = PeerVerifier.examine(presented, "a.example", anchors, NOW);

        assertThat(ChainFixtures.reason(report))
                .as(String.valueOf(report.fault()))
                .isEqualTo(reason);
        assertThat(ChainFixtures.detail(report)).contains(detail).doesNotContain("\n");
        assertThat(report.verified()).isEqualTo(reason == null);
        assertThat(report.verifiedChainExpiry()).isEqualTo(verifiedUntil);
        assertThat(failedChecks(report)).isEqualTo(failed);
        assertThat(report.presented()).hasSameSizeAs(presented);
    }

    @Override
    public String toString() {
        return fact;
    }
}
