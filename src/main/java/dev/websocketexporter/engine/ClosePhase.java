package dev.websocketexporter.engine;

import dev.websocketexporter.probe.CloseReport;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The closing handshake (RFC 6455 §7.1.2): our Close, then the peer's, waited for as far as the budget allows. */
final class ClosePhase {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    CompletableFuture<@Nullable Void> shake(ProbeRun run, Session session) {
        CompletableFuture<CloseReport> ended = session.inbox().ended();
        session.sendCloseUnlessSent();
        Duration patience = run.remaining().compareTo(TIMEOUT) < 0 ? run.remaining() : TIMEOUT;
        ScheduledFuture<?> timer = run.loop()
                .schedule(
                        () -> {
                            if (ended.complete(new CloseReport(null, null, false))) {
                                run.log().info("the server did not answer our Close within " + Quantities.of(patience));
                            }
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        return ended.thenAccept(report -> {
            timer.cancel(false);
            run.findings().close = report;
        });
    }
}
