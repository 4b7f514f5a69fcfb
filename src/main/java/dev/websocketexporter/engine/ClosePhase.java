package dev.websocketexporter.engine;

import dev.websocketexporter.probe.CloseCode;
import dev.websocketexporter.probe.CloseReport;
import dev.websocketexporter.probe.Closing;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The closing handshake (RFC 6455 §7.1.2): our Close, then the peer's, waited for as far as the budget allows. */
final class ClosePhase {
    CompletableFuture<@Nullable Void> shake(ProbeRun run, Session session) {
        Closing closing = run.request().module().closing();
        CompletableFuture<CloseReport> ended = session.inbox().ended();
        session.sendClose(closing.code());
        run.clock().startAt(run.channel().wire().sentAt());
        Duration patience = run.remaining().compareTo(closing.timeout()) < 0 ? run.remaining() : closing.timeout();
        ScheduledFuture<?> timer = run.loop()
                .schedule(
                        () -> {
                            if (ended.complete(new CloseReport(null, null, false))) {
                                run.log().info("the server did not answer our Close within " + Quantities.of(patience));
                            }
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        return ended.thenCompose(report -> {
            timer.cancel(false);
            Long endedAt = session.inbox().endedAt();
            if (endedAt != null) {
                run.clock().stopAt(endedAt);
            }
            run.findings().close = report;
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
