package dev.websocketexporter.engine.crl;

import dev.websocketexporter.engine.crl.CrlFetcher.Fetched;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.tls.CrlSource;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks a verified certificate up in its issuer's revocation list (RFC 5280 §6.3), before anything is sent to the target.
 * Confined to the probe's loop.
 *
 * <p>A list that cannot be had is no verdict and fails nothing: it is the matter of the authority, or of the way to it, and not
 * of the target.
 */
public final class CrlCheck {
    /** The part of the time budget that the probe waits for a list at most, so that the target still has time enough. */
    private static final int PARTS_OF_THE_BUDGET = 5;

    /** A connection on which nothing is sent is ended by many servers and proxies after five seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** Late in a probe less is left; half of it stays for what follows. */
    private static final int PARTS_OF_THE_REST = 2;

    private final CrlCache lists;
    private final Clock clock;

    public CrlCheck(CrlCache lists, Clock clock) {
        this.lists = lists;
        this.clock = clock;
    }

    /** Reports what the list says; fails with the revocation, unless the module takes any certificate. */
    public CompletableFuture<@Nullable Void> check(PhaseContext context, CrlSource source) {
        // The handshake is over, and what is waited for now is not the target.
        context.clock().stopAfter(0);
        context.waitFor(() -> "the revocation list of " + source.issuer().words());
        source.skipped().forEach(why -> context.log().info("revocation list not looked at: " + why));
        long beganAt = context.ticker().read();
        Duration patience = patience(context);
        CompletableFuture<CrlReport> looked = source.points().isEmpty()
                ? CompletableFuture.completedFuture(source.nowhere())
                : lookUp(context, source, patience, 0);
        if (looked.isDone()) {
            return pronounce(context, looked.join());
        }
        return inTime(context, source, looked, patience).thenCompose(report -> {
            context.setAside(Duration.ofNanos(context.ticker().read() - beganAt), "the certificate's revocation list");
            return pronounce(context, report);
        });
    }

    private static Duration patience(PhaseContext context) {
        Duration share = context.request().budget().dividedBy(PARTS_OF_THE_BUDGET);
        Duration rest = context.remaining().dividedBy(PARTS_OF_THE_REST);
        return Stream.of(share, rest, LONGEST).min(Duration::compareTo).orElseThrow();
    }

    /** At one place after the other, until one has a verdict; else why the first has none. */
    private CompletableFuture<CrlReport> lookUp(PhaseContext context, CrlSource source, Duration patience, int index) {
        return lookUp(context, source, source.points().get(index), patience).thenCompose(report -> {
            boolean last = index + 1 == source.points().size();
            if (report.known() || last || context.isOver()) {
                return CompletableFuture.completedFuture(report);
            }
            context.log().info("revocation list: " + report);
            return lookUp(context, source, patience, index + 1).thenApply(next -> next.known() ? next : report);
        });
    }

    private CompletableFuture<CrlReport> lookUp(
            PhaseContext context, CrlSource source, CrlSource.Point point, Duration patience) {
        Target target;
        try {
            target = Target.parse(point.url());
        } catch (InvalidTargetException e) {
            return CompletableFuture.completedFuture(CrlReport.unknown("its place is no URL: " + e.getMessage()));
        }
        String forbidden = context.request().policy().refusalOfHost(target);
        if (forbidden != null) {
            return CompletableFuture.completedFuture(at(target, CrlReport.unknown(forbidden)));
        }
        return lists.list(context, target, point, source.issuer(), patience).thenApply(fetched -> {
            if (!context.isOver()) {
                fetched.log().forEach(line -> context.log().debug("revocation list: " + line));
            }
            return at(target, judged(fetched, source, point));
        });
    }

    private CrlReport judged(Fetched fetched, CrlSource source, CrlSource.Point point) {
        return fetched.list() == null
                ? fetched.flaw() == null ? CrlReport.unknown("there is none") : fetched.flaw()
                : fetched.list().judge(source, point, clock.instant());
    }

    /** The same, and a flaw says of which list. */
    private static CrlReport at(Target target, CrlReport report) {
        String url = target.toString().replaceFirst("^ws", "http");
        return report.known() ? report : new CrlReport(report.nextUpdate(), url + ": " + report.flaw(), null);
    }

    private static CompletableFuture<CrlReport> inTime(
            PhaseContext context, CrlSource source, CompletableFuture<CrlReport> looked, Duration patience) {
        ScheduledFuture<?> timer = context.loop()
                .schedule(
                        () -> looked.complete(
                                CrlReport.unknown(source.places() + ": no list came within " + Text.of(patience)
                                        + ", a part of the time budget; the fetch goes on for later probes")),
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        context.atEnd(() -> timer.cancel(false));
        return looked.whenComplete((report, bug) -> timer.cancel(false));
    }

    private static CompletableFuture<@Nullable Void> pronounce(PhaseContext context, CrlReport report) {
        if (context.isOver()) {
            return CompletableFuture.completedFuture(null);
        }
        context.state().tls(soFar -> soFar.lookedUp(report));
        Failure revocation = report.revocation();
        if (revocation == null) {
            String line = "revocation list: " + report;
            if (report.known()) {
                context.log().info(line);
            } else {
                context.log().warn(line);
            }
            return CompletableFuture.completedFuture(null);
        }
        if (context.request().module().tls().insecureSkipVerify()) {
            context.log().warn("certificate revoked, which insecure_skip_verify allows: " + revocation);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(new ProbeFailedException(revocation));
    }
}
