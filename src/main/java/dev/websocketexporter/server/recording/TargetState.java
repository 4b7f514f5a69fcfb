package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a target is by its last probe with a module, and since when.
 *
 * @param key the number of this row, the same as long as the row is remembered; targets of two rows may look the same,
 *     since values in their query are hidden
 * @param module its name
 * @param hostOverride absent: the target's own host
 * @param params the names of what its probes bring along for the module, as in a query; never a value
 * @param up whether the last probe was a success
 * @param since the start of the first probe that ended so
 * @param time the start of the last probe
 * @param duration of the last probe
 * @param lastId of the last probe, which may not be in the history any more
 * @param failure of the last probe; absent: it was a success
 * @param phases of the last probe
 * @param certificate the life of the certificate that ends first in the last chain that was presented; absent: none was
 * @param outcomes of the last probes, this one included
 */
public record TargetState(
        long key,
        Target target,
        String module,
        @Nullable HostOverride hostOverride,
        List<String> params,
        boolean up,
        Instant since,
        Instant time,
        Duration duration,
        long lastId,
        @Nullable Failure failure,
        Map<Phase, Duration> phases,
        @Nullable CertificateLife certificate,
        RecentOutcomes outcomes) {
    /** With all outcomes and an ordinary target. */
    private static final int ROW_BYTES = 1_400;

    private static final int ORDINARY_CHARACTERS = 200;
    private static final int NAME_BYTES = 64;

    /** Of a target that is still probed, hardly any is so old. */
    private static final Duration STALE_AFTER = Duration.ofHours(1);

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    /** The first one of a subject. */
    static TargetState first(long key, Subject subject, ProbeResult result, long id) {
        List<String> params = result.request().params().values().keySet().stream()
                .map(ModuleParam::parameter)
                .sorted()
                .toList();
        return of(key, subject, params, result, id, result.startedAt(), null, RecentOutcomes.NONE);
    }

    /** The same row after another probe, which has ended later but may have begun earlier. */
    TargetState after(Subject subject, ProbeResult result, long id) {
        Instant start = up == result.successful() ? since : result.startedAt();
        return of(key, subject, params, result, id, start, certificate, outcomes);
    }

    private static TargetState of(
            long key,
            Subject subject,
            List<String> params,
            ProbeResult result,
            long id,
            Instant since,
            @Nullable CertificateLife lastCertificate,
            RecentOutcomes before) {
        Duration total = result.timings().total();
        CertificateLife certificate = certificate(result);
        return new TargetState(
                key,
                subject.target(),
                subject.module(),
                subject.hostOverride(),
                params,
                result.successful(),
                since,
                result.startedAt(),
                total,
                id,
                result.failure(),
                result.timings().phases(),
                certificate == null ? lastCertificate : certificate,
                before.plus(result.startedAt(), result.successful(), total));
    }

    private static @Nullable CertificateLife certificate(ProbeResult result) {
        ChainReport chain = result.tls() == null ? null : result.tls().chain();
        CertificateFacts first = chain == null ? null : chain.firstToExpire();
        return first == null || first.notAfter() == null
                ? null
                : new CertificateLife(first.notBefore(), first.notAfter());
    }

    /** How the target stands at a time. */
    public Standing standing(Instant now) {
        if (time.plus(STALE_AFTER).isBefore(now)) {
            return Standing.STALE;
        }
        return up ? Standing.UP : Standing.DOWN;
    }

    /** Whether the last probe is so old that it helps nobody. */
    boolean isForgotten(Instant now) {
        return time.plus(FORGOTTEN_AFTER).isBefore(now);
    }

    /** About how much memory it takes. */
    long bytes() {
        int detail = failure == null ? 0 : TextSize.of(failure.detail());
        int characters = target.host().length() + target.requestTarget().length() + detail;
        long names = 0;
        for (String name : params) {
            names += NAME_BYTES + name.length();
        }
        return ROW_BYTES + names + Math.max(0, characters - ORDINARY_CHARACTERS);
    }
}
