package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.AddressesReport;
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
        if (failure == null) {
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

    /** An ordinary request makes none, however it is answered: it asks for something else. */
    static boolean isOne(ProbeResult base, Trial trial) {
        ProbeResult result = trial.result();
        return switch (trial.change()) {
            case PLAIN_GET -> false;
            case EACH_ADDRESS -> isAmong(base, result.addresses());
            case HTTP_2, IP4_ONLY, IP6_ONLY -> !isAbsence(trial) && endsOtherwise(base, result, true);
            // Without verification the probe may just go on: only the certificate counts.
            case NO_SERVER_NAME -> isOtherCertificate(base, result) || endsOtherwise(base, result, isJudged(base));
            default -> endsOtherwise(base, result, true);
        };
    }

    private static boolean isAmong(ProbeResult base, @Nullable AddressesReport addresses) {
        return addresses != null
                && addresses.verdicts().stream().anyMatch(verdict -> !sameKind(base.failure(), verdict.failure()));
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

    static boolean sameKind(@Nullable Failure one, @Nullable Failure other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.phase() == other.phase() && one.reason() == other.reason();
    }

    /** Whether the base did not end at its certificate. */
    private static boolean isJudged(ProbeResult base) {
        return !isAboutTheCertificate(base.failure());
    }

    /** Whether nothing but the certificate keeps the probe from going on. */
    static boolean isAboutTheCertificate(@Nullable Failure failure) {
        if (failure == null) {
            return false;
        }
        return switch (failure.reason()) {
            case CERTIFICATE_EXPIRED,
                    CERTIFICATE_NOT_YET_VALID,
                    SELF_SIGNED,
                    UNKNOWN_AUTHORITY,
                    HOSTNAME_MISMATCH,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_INVALID -> true;
            default -> false;
        };
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
