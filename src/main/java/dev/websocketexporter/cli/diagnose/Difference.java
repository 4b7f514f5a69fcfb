package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.AddressesReport.Verdict;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a change made a difference. */
final class Difference {
    private Difference() {}

    /**
     * Whether there is just nothing of the kind, which no client takes amiss: no address of the family, or no WebSocket over
     * HTTP/2. Without TLS nobody expects HTTP/2 at all.
     */
    static boolean isAbsence(Trial trial) {
        Failure failure = trial.result().failure();
        if (failure == null || Failures.isOfThisSide(failure)) {
            return false;
        }
        return switch (trial.change()) {
            case IP4_ONLY, IP6_ONLY ->
                failure.reason() == Reason.NO_ADDRESS || failure.reason() == Reason.NAME_NOT_FOUND;
            case HTTP_2 ->
                !trial.result().request().target().secure()
                        || failure.reason() == Reason.HTTP2_NOT_NEGOTIATED
                        || failure.reason() == Reason.CONNECT_PROTOCOL_DISABLED;
            default -> false;
        };
    }

    /**
     * An ordinary request makes none, however it is answered: it asks for something else. Nor does what failed for this side,
     * which says nothing of the target.
     */
    static boolean isOne(ProbeResult base, Trial trial) {
        ProbeResult result = trial.result();
        Failure failure = result.failure();
        if (trial.change() != Change.EACH_ADDRESS && failure != null && Failures.isOfThisSide(failure)) {
            return false;
        }
        return switch (trial.change()) {
            case PLAIN_GET -> false;
            case EACH_ADDRESS -> isAmong(base, result.addresses());
            case HTTP_2, IP4_ONLY, IP6_ONLY -> !isAbsence(trial) && endsOtherwise(base, result, true);
            // Without verification the probe may just go on: only the certificate counts.
            case NO_SERVER_NAME -> isOtherCertificate(base, result) || endsOtherwise(base, result, isJudged(base));
            default -> endsOtherwise(base, result, true);
        };
    }

    /** Whether the address ended otherwise than the base. */
    static boolean isOne(ProbeResult base, Verdict verdict) {
        Failure failure = verdict.failure();
        return !sameKind(base.failure(), failure) && (failure == null || !Failures.isOfThisSide(failure));
    }

    private static boolean isAmong(ProbeResult base, @Nullable AddressesReport addresses) {
        return addresses != null && addresses.verdicts().stream().anyMatch(verdict -> isOne(base, verdict));
    }

    private static boolean endsOtherwise(ProbeResult base, ProbeResult result, boolean judged) {
        return judged
                && (base.successful() != result.successful()
                        || !sameKind(base.failure(), result.failure())
                        || isOtherStatus(base, result));
    }

    private static boolean isOtherStatus(ProbeResult base, ProbeResult result) {
        Failure failure = result.failure();
        return failure != null
                && failure.reason() == Reason.UNEXPECTED_STATUS
                && !Objects.equals(Answer.status(base), Answer.status(result));
    }

    private static boolean sameKind(@Nullable Failure one, @Nullable Failure other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.phase() == other.phase() && one.reason() == other.reason();
    }

    /** Whether the base did not end at its certificate. */
    private static boolean isJudged(ProbeResult base) {
        return !Failures.isAboutTheCertificate(base.failure());
    }

    /** Whether both presented a certificate, each another one. */
    static boolean isOtherCertificate(ProbeResult base, ProbeResult result) {
        CertificateFacts one = leaf(base);
        CertificateFacts other = leaf(result);
        return one != null && other != null && !one.fingerprintSha256().equals(other.fingerprintSha256());
    }

    /** The certificate that was presented; absent: none was. */
    static @Nullable CertificateFacts leaf(ProbeResult result) {
        return result.tls() == null || result.tls().chain() == null
                ? null
                : result.tls().chain().leaf();
    }
}
