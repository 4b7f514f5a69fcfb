package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A failure is confirmed by further attempts before it is reported, and never later than the budget allows. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class AttemptsIT {
    private static final Duration INTERVAL = Duration.ofMillis(30);

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    @Test
    void aSuccessBehindAFailureIsASuccess() throws Exception {
        try (Stage stage = attempts(3, INTERVAL)) {
            ProbeRequest request = stage.plain(refusingFirst(1));
            ProbeResult result = Probing.end(prober, request);

            assertThat(result.outcome()).isEqualTo(new Outcome.Success());
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(stage.accepted()).isEqualTo(2);
            assertThat(result.request()).isEqualTo(request);
            assertThat(result.upgrade()).isNotNull();
            assertThat(result.upgrade().statusCode()).as("of the last attempt").isEqualTo(101);
            assertThat(result.timings().before()).isGreaterThanOrEqualTo(INTERVAL);
            assertThat(result.timings().total())
                    .isGreaterThan(result.timings().before().plus(Duration.ofNanos(1)));
            Duration phases = result.timings().phases().values().stream().reduce(Duration.ZERO, Duration::plus);
            assertThat(result.timings().overhead())
                    .isEqualTo(result.timings()
                            .total()
                            .minus(result.timings().before())
                            .minus(phases));
        }
    }

    @Test
    void eachAttemptIsInTheLogWithItsPhaseAndReason() throws Exception {
        try (Stage stage = attempts(2, INTERVAL)) {
            ProbeResult result = Probing.end(prober, stage.plain(refusingFirst(2)));

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().reason()).isEqualTo(Reason.UNEXPECTED_STATUS);
            assertThat(result.attempts()).isEqualTo(2);
            List<String> log = result.log().stream()
                    .map(line -> line.level() + " " + line.message())
                    .toList();
            assertThat(log).anyMatch(line -> line.startsWith("DEBUG attempt 1 of 2, within "));
            assertThat(log)
                    .contains("WARN attempt 1 failed in phase processing: unexpected_status; the next begins in 30 ms");
            assertThat(log).anyMatch(line -> line.startsWith("DEBUG attempt 2 of 2, within "));
            assertThat(log)
                    .filteredOn(line -> line.startsWith("WARN probe failed"))
                    .hasSize(2);
            assertThat(result.log()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
            assertThat(result.log()).extracting(LogLine::at).last().isNotEqualTo(Duration.ZERO);
        }
    }

    @Test
    void silentTargetIsTriedAgainAndAnsweredInsideTheBudget() throws Exception {
        ResourceWatch watch = ResourceWatch.begin();
        try (Stage stage = attempts(2, INTERVAL)) {
            ProbeRequest request = stage.shortBudget().plain(Peer::silence);
            ProbeResult result = Probing.end(prober, request);

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(result.timings().total())
                    .isBetween(Stage.SHORT.dividedBy(2), Stage.SHORT.plus(Duration.ofMillis(100)));
        }
        watch.assertNothingLeft();
    }

    @Test
    void whatTheModuleDecidesByItselfIsNotTriedAgain() throws Exception {
        try (Stage stage = attempts(3, Duration.ofSeconds(1))) {
            stage.with(stage.module()
                    .with(new SuccessCriteria(Set.of(101), SuccessCriteria.TlsDemand.REQUIRED, List.of(), false)));
            ProbeResult result = Probing.end(prober, stage.plain(Peer::upgrade));

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().phase()).isEqualTo(Phase.TLS);
            assertThat(result.attempts()).isEqualTo(1);
        }
    }

    @Test
    void clientThatGoesBetweenTwoAttemptsEndsTheProbe() throws Exception {
        try (Stage stage = attempts(2, Duration.ofSeconds(5))) {
            AtomicInteger seen = new AtomicInteger();
            Prober.Handle running = prober.start(stage.plain(peer -> {
                peer.readHead();
                peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
                peer.silence();
                seen.incrementAndGet();
            }));
            Conditions.await(Duration.ofSeconds(5), () -> seen.get() == 1, () -> "the first attempt is not over");
            running.cancel();
            CompletableFuture<ProbeResult> result = running.result().toCompletableFuture();
            assertThat(result.get().outcome()).isEqualTo(new Outcome.Cancelled());
            running.released().toCompletableFuture().get();
            assertThat(stage.accepted()).isEqualTo(1);
        }
    }

    /** A redirecting peer multiplies what it says: by ten hops, by each attempt. */
    @Test
    void logOfAttemptsAndRedirectsWithLargeHeadsIsBounded() throws Exception {
        String fields = ("X-Large: " + "x".repeat(1_000) + "\r\n").repeat(55);
        try (Stage stage = attempts(3, INTERVAL).followingRedirects()) {
            ProbeResult result = Probing.end(prober, stage.plain(peer -> {
                peer.readHead();
                peer.send("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n" + fields + "\r\n");
                peer.fin();
            }));

            assertThat(result.attempts()).isEqualTo(3);
            assertThat(result.failure().reason()).isEqualTo(Reason.TOO_MANY_REDIRECTS);
            List<String> lines = result.log().stream().map(LogLine::message).toList();
            assertThat(lines.stream().mapToInt(String::length).sum()).isLessThan(70_000);
            assertThat(lines.get(0)).startsWith("attempt 1 of 3");
            assertThat(lines.get(lines.size() - 1)).startsWith("probe failed in phase processing");
            assertThat(lines).anyMatch(line -> line.matches("\\d+ lines were left out here"));
        }
    }

    private static Stage attempts(int most, Duration interval) {
        Stage stage = new Stage(world);
        return stage.with(stage.module().with(new RetrySettings(most, interval)));
    }

    private static Script refusingFirst(int refusals) {
        AtomicInteger connections = new AtomicInteger();
        return peer -> {
            if (connections.incrementAndGet() <= refusals) {
                peer.readHead();
                peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
                peer.silence();
            } else {
                peer.upgrade();
            }
        };
    }
}
