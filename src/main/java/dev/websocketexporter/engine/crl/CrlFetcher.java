package dev.websocketexporter.engine.crl;

import dev.websocketexporter.engine.route.Route;
import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.SideRun;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.tls.CrlReader;
import dev.websocketexporter.tls.CrlReader.Reading;
import dev.websocketexporter.tls.CrlSource;
import dev.websocketexporter.tls.RevocationList;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Fetches revocation lists: each is a run of its own over the phases of a probe, with the module's name servers, addresses and
 * proxy, and under the policy that its target is under.
 */
public final class CrlFetcher {
    /** A fetch goes on without the probe that began it, so that a list which takes longer is there for the next. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Route route;
    private final BlockingExecutor readers;
    private final ProxyEnvironment proxies;
    private final String userAgent;
    private final Clock clock;

    public CrlFetcher(Route route, BlockingExecutor readers, ProxyEnvironment proxies, String userAgent, Clock clock) {
        this.route = route;
        this.readers = readers;
        this.proxies = proxies;
        this.userAgent = userAgent;
        this.clock = clock;
    }

    /**
     * What came of a fetch.
     *
     * @param list absent when there is none that can be used
     * @param flaw why there is none; absent when there is one
     * @param isOurs whether that is a limit or a fault of the exporter, which may be over in a moment
     * @param log what happened, for the log of a probe that waited
     */
    record Fetched(@Nullable RevocationList list, @Nullable CrlReport flaw, boolean isOurs, List<String> log) {
        static Fetched of(RevocationList list) {
            return new Fetched(list, null, false, List.of());
        }

        static Fetched nothing(CrlReport flaw) {
            return new Fetched(null, flaw, false, List.of());
        }
    }

    /** Fetches a list on the loop of a probe, which need not wait for it; completes there, and never fails. */
    CompletableFuture<Fetched> fetch(PhaseContext first, Target target, CrlSource.Issuer issuer, CrlMemory memory) {
        ProbeRequest probe = first.request();
        // With the module's roots, for a proxy that is reached by TLS.
        ProbeModule module = ProbeModule.withDefaults("crl")
                .with(probe.module().dialing())
                .with(probe.module().proxy())
                .with(probe.module().tls());
        SideRun<Reading> run = SideRun.begin(
                new ProbeRequest(target, module, null, probe.policy(), LONGEST),
                module.proxy().proxyFor(target, proxies),
                first.probeLoop(),
                clock.instant(),
                begun -> route.open(begun).then(Phase.UPGRADE, nothing -> reading(begun, issuer, memory)));
        return run.ended().thenApply(CrlFetcher::fetched);
    }

    private CompletableFuture<Reading> reading(ProbeRun run, CrlSource.Issuer issuer, CrlMemory memory) {
        return CrlDownload.get(run.context(), userAgent, memory).thenCompose(crl -> {
            run.context().waitFor(() -> "the revocation list to be read");
            return readers.call(run.context(), () -> CrlReader.read(crl, issuer));
        });
    }

    private static Fetched fetched(SideRun.Ended<Reading> ended) {
        List<String> log =
                ended.result().log().stream().map(ProbeResult.LogLine::message).toList();
        Reading reading = ended.value();
        String flaw = reading == null ? words(ended.result().outcome()) : reading.flaw();
        boolean isOurs = reading == null && isOurs(ended.result().outcome());
        return new Fetched(
                reading == null ? null : reading.list(), flaw == null ? null : CrlReport.unknown(flaw), isOurs, log);
    }

    private static boolean isOurs(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                && (failed.failure().reason() == Reason.EXPORTER_LIMIT
                        || failed.failure().reason() == Reason.INTERNAL_ERROR);
    }

    private static String words(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.failure().toString();
        }
        return outcome instanceof Outcome.Forbidden forbidden ? forbidden.detail() : "the exporter ended the fetch";
    }
}
