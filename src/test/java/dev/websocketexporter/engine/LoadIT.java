package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many probes: each is answered in time, and none leaves a descriptor or a thread behind. */
@Timeout(120)
@ExtendWith(LeakWatch.class)
class LoadIT {
    private static final int IN_A_ROW = 1_000;
    private static final int AT_ONCE = 200;
    private static final Duration BUDGET = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofMillis(100);

    private static final Script POLITE = peer -> {
        peer.upgrade();
        peer.readFrame();
        peer.sendClose(1000, "");
        peer.fin();
    };

    @TempDir
    private Path directory;

    @Test
    void thousandProbesInARowSucceedAndLeaveNothing() throws Exception {
        ResourceWatch beforeEverything = ResourceWatch.begin();
        try (GridWorld world = new GridWorld(directory);
                NettyProber prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()))) {
            try (Stage stage = new Stage(world)) {
                Probing.end(prober, stage.secure(world.goodTls(), POLITE));
            }
            ResourceWatch beforeProbes = ResourceWatch.begin();
            try (Stage stage = new Stage(world)) {
                List<ProbeRequest> requests = List.of(stage.plain(POLITE), stage.secure(world.goodTls(), POLITE));
                for (int i = 0; i < IN_A_ROW; i++) {
                    ProbeResult result = Probing.end(prober, requests.get(i % requests.size()));
                    assertThat(result.successful())
                            .as("probe %d: %s", i, result.log())
                            .isTrue();
                }
            }
            beforeProbes.assertNothingLeft();
        }
        beforeEverything.assertNothingLeft();
    }

    @Test
    void twoHundredProbesOfASilentServerAreAllAnsweredInTime() throws Exception {
        try (GridWorld world = new GridWorld(directory);
                NettyProber prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()))) {
            try (Stage stage = new Stage(world)) {
                Probing.end(prober, stage.plain(POLITE));
            }
            ResourceWatch watch = ResourceWatch.begin();
            try (Stage stage = new Stage(world)) {
                ProbeRequest request = withBudget(stage.plain(Script.SILENCE));
                List<Answer> answers = allAtOnce(prober, request);
                assertThat(answers).allSatisfy(answer -> {
                    Failure failure = answer.result().failure();
                    assertThat(failure).isNotNull();
                    assertThat(failure.phase()).isEqualTo(Phase.UPGRADE);
                    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
                    assertThat(answer.after()).isLessThan(BUDGET.plus(GRACE));
                });
            }
            watch.assertNothingLeft();
        }
    }

    private static ProbeRequest withBudget(ProbeRequest request) {
        return new ProbeRequest(request.target(), request.module(), null, request.policy(), BUDGET);
    }

    /**
     * A result and when it was there, as its client sees it.
     *
     * @param after since the probe was asked for
     */
    private record Answer(ProbeResult result, Duration after) {}

    private static List<Answer> allAtOnce(NettyProber prober, ProbeRequest request) throws Exception {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        List<Prober.Handle> running = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            long asked = System.nanoTime();
            Prober.Handle probe = prober.start(request);
            running.add(probe);
            answers.add(probe.result()
                    .thenApply(result -> new Answer(result, Duration.ofNanos(System.nanoTime() - asked)))
                    .toCompletableFuture());
        }
        List<Answer> all = new ArrayList<>();
        for (CompletableFuture<Answer> answer : answers) {
            all.add(answer.get(20, TimeUnit.SECONDS));
        }
        for (Prober.Handle probe : running) {
            probe.released().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
        return all;
    }
}
