package dev.websocketexporter.engine.run;

import dev.websocketexporter.engine.run.ProbeFailedException.TargetForbiddenException;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how a probe ended, in its result and in its log. */
final class ProbeOutcome {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeOutcome.class);

    private ProbeOutcome() {}

    /** What its chain ended with; null is a success. */
    static Outcome of(PhaseContext context, @Nullable Throwable ended) {
        ProbeLog log = context.log();
        if (ended == null) {
            log.info("probe succeeded");
            return new Outcome.Success();
        }
        if (ended instanceof CancellationException) {
            log.info("probe cancelled: " + ended.getMessage());
            return new Outcome.Cancelled();
        }
        if (ended instanceof TargetForbiddenException) {
            log.warn("probe refused: " + ended.getMessage());
            return new Outcome.Forbidden(String.valueOf(ended.getMessage()));
        }
        Failure failure = shown(
                log, ended instanceof ProbeFailedException failed ? failed.failure() : unforeseen(context, ended));
        log.warn("probe failed in phase " + failure.phase().label() + ": "
                + failure.reason().label() + ": " + failure.detail());
        return new Outcome.Failed(failure);
    }

    /** The detail may quote the peer, which may repeat a secret that it was sent. */
    private static Failure shown(ProbeLog log, Failure failure) {
        return failure.withDetail(log.withoutSecrets(failure.detail()));
    }

    /** A limit of the machine may be met wherever something is opened; that is no bug. */
    private static Failure unforeseen(PhaseContext context, Throwable ended) {
        SystemLimit limit = SystemLimit.of(ended);
        return limit == null
                ? internalError(context, ended)
                : Failure.ofExporter(context.clock().lastBegun(), limit.limit(), limit.words());
    }

    private static Failure internalError(PhaseContext context, Throwable bug) {
        LOG.error("internal error in a probe of {}", context.request().target(), bug);
        return new Failure(
                context.clock().lastBegun(), Reason.INTERNAL_ERROR, "a bug of the exporter, see its log: " + bug);
    }
}
