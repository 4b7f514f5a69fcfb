package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The closing handshake (RFC 6455 §7.1.2): sends Close, then waits for the peer's as long as its module and the budget
 * allow.
 */
public final class ClosePhase {
    public CompletableFuture<@Nullable Void> shake(PhaseContext context, Session session) {
        context.waitFor(() -> "the peer's Close");
        CloseSettings closing = context.request().module().closing();
        CompletableFuture<CloseReport> ended = session.frames().closeState().ended();
        session.close(closing.code());
        context.clock().startAt(context.channel().wire().sentAt());
        Duration patience =
                context.remaining().compareTo(closing.timeout()) < 0 ? context.remaining() : closing.timeout();
        ScheduledFuture<?> timer = context.loop()
                .schedule(
                        () -> {
                            if (ended.complete(new CloseReport(null, null, false))) {
                                context.log().info("the server did not answer our Close within " + Text.of(patience));
                            }
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        return ended.thenCompose(report -> {
            timer.cancel(false);
            Long endedAt = session.frames().endedAt();
            if (endedAt != null) {
                context.clock().stopAt(endedAt);
            }
            context.state().close(report);
            ProbeFailedException fault =
                    faultOf(closing, report, session.frames().closeState().violation(), patience);
            return fault == null
                    ? CompletableFuture.<@Nullable Void>completedFuture(null)
                    : CompletableFuture.failedFuture(fault);
        });
    }

    /** Of an end that is not known, because the server just did not answer in time, no code can be wrong. */
    private static @Nullable ProbeFailedException faultOf(
            CloseSettings closing, CloseReport report, @Nullable Failure violation, Duration patience) {
        if (closing.required() && !report.clean()) {
            return notAnswered(closing, report, violation, patience);
        }
        Integer code = report.code();
        return code == null
                        || closing.expected().isEmpty()
                        || closing.expected().contains(code)
                ? null
                : unexpected(closing, report, code);
    }

    private static ProbeFailedException unexpected(CloseSettings closing, CloseReport report, int code) {
        String what = "the server sent Close " + code;
        if (code == CloseCode.ABNORMAL) {
            what = "the server ended the connection without a Close (1006)";
        } else if (code == CloseCode.NO_STATUS) {
            what = "the server sent a Close without a code (1005)";
        }
        String reason = report.reason() == null ? "" : " " + Printable.quotedAscii(report.reason());
        String when = report.byServer() ? " before the exporter's" : " after the exporter's";
        String expected = closing.expected().stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return new ProbeFailedException(
                Phase.CLOSE, Reason.UNEXPECTED_CLOSE_CODE, what + reason + when + " (expected: " + expected + ")");
    }

    private static ProbeFailedException notAnswered(
            CloseSettings closing, CloseReport report, @Nullable Failure violation, Duration patience) {
        Integer code = report.code();
        String instead = "no Close came within " + Text.of(patience);
        if (violation != null) {
            instead = violation.detail();
        } else if (code != null && code == CloseCode.ABNORMAL) {
            instead = "the server ended the connection instead";
        }
        return new ProbeFailedException(
                Phase.CLOSE,
                Reason.CLOSE_NOT_ANSWERED,
                "our Close " + closing.code() + " was not answered: " + instead + " (expected: a Close of the server)");
    }
}
