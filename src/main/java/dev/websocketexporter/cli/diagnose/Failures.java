package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure is about. */
final class Failures {
    /** Whatever is changed about the request or the way, these stay. */
    private static final Set<Reason> OF_THIS_SIDE = Set.of(
            Reason.EXPORTER_LIMIT,
            Reason.INTERNAL_ERROR,
            Reason.SOURCE_ADDRESS_UNAVAILABLE,
            Reason.SSL_FORBIDDEN,
            Reason.SSL_REQUIRED);

    private Failures() {}

    /** Whether no target can be the cause: the machine, the settings, or a token's server. */
    static boolean isOfThisSide(Failure failure) {
        return OF_THIS_SIDE.contains(failure.reason()) || failure.phase() == Phase.AUTH;
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
}
