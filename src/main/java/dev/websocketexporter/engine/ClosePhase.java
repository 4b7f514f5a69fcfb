package dev.websocketexporter.engine;

import dev.websocketexporter.probe.CloseCode;
import dev.websocketexporter.probe.Module.Closing;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.Reason;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The closing handshake (RFC 6455 §7.1.2): our Close, then the peer's, waited for as far as the budget allows. */
final class ClosePhase {
    CompletableFuture<@Nullable Void> shake(PhaseContext context, Session session) {
        context.waitFor(() -> "the peer's Close");
        Closing closing = context.request().module().closing();
        CompletableFuture<CloseReport> ended = session.inbox().ended();
        session.close(closing.code());
        context.clock().startAt(context.channel().wire().sentAt());
        Duration patience =
                context.remaining().compareTo(closing.timeout()) < 0 ? context.remaining() : closing.timeout();
        ScheduledFuture<?> timer = context.loop()
                .schedule(
                        () -> {
                            if (ended.complete(new CloseReport(null, null, false))) {
                                context.log()
                                        .info("the server did not answer our Close within " + Quantities.of(patience));
                            }
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        return ended.thenCompose(report -> {
            timer.cancel(false);
            Long endedAt = session.inbox().endedAt();
            if (endedAt != null) {
                context.clock().stopAt(endedAt);
            }
            context.state().close(report);
            return report.clean() || !closing.required()
                    ? CompletableFuture.<@Nullable Void>completedFuture(null)
                    : CompletableFuture.failedFuture(notAnswered(closing, report, patience));
        });
    }

    private static ProbeFailure notAnswered(Closing closing, CloseReport report, Duration patience) {
        Integer code = report.code();
        String instead = code != null && code == CloseCode.ABNORMAL
                ? "the server ended the connection instead"
                : "no Close came within " + Quantities.of(patience);
        return new ProbeFailure(
                Phase.CLOSE,
                Reason.CLOSE_NOT_ANSWERED,
                "our Close " + closing.code() + " was not answered: " + instead + " (expected: a Close of the server)");
    }
}
