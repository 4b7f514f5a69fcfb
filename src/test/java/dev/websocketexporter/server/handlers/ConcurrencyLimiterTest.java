package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.FakeProber;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {
    @Test
    void probeThatIsJustBeingStartedIsCancelledToo() throws Exception {
        FakeProber fake = new FakeProber();
        AtomicReference<ConcurrencyLimiter> slots = new AtomicReference<>();
        Prober cancelledMeanwhile = request -> {
            Prober.Handle probe = fake.start(request);
            slots.get().cancelAll();
            return probe;
        };
        slots.set(new ConcurrencyLimiter(
                cancelledMeanwhile, 1, System::nanoTime, new ExporterMetrics(new BuildInfo("1", "abc", "17"))));

        Prober.Handle probe = slots.get().start(request());

        assertThat(probe.result().toCompletableFuture().get().outcome()).isEqualTo(new Outcome.Cancelled());
        assertThat(slots.get().awaitIdle(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void probesThatWouldEndAtTheSameMomentInGreatNumberEndOneAfterTheOther() throws Exception {
        FakeProber fake = new FakeProber();
        Queue<Duration> budgets = new ConcurrentLinkedQueue<>();
        Prober noting = request -> {
            budgets.add(request.budget());
            return fake.start(request);
        };
        int many = 100 * Runtime.getRuntime().availableProcessors();
        ConcurrencyLimiter limiter =
                new ConcurrencyLimiter(noting, many, () -> 0, new ExporterMetrics(new BuildInfo("1", "abc", "17")));
        for (int i = 0; i < many; i++) {
            limiter.start(request());
        }

        assertThat(budgets).contains(request().budget()).contains(Duration.ofMillis(4_850));
        limiter.cancelAll();
    }

    private static ProbeRequest request() throws Exception {
        return new ProbeRequest(
                Target.parse("ws://a.test/"),
                ProbeModule.withDefaults("m"),
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(5));
    }
}
