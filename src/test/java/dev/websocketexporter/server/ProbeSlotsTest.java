package dev.websocketexporter.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Target;
import dev.websocketexporter.probe.TargetPolicy;
import dev.websocketexporter.testkit.FakeProber;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProbeSlotsTest {
    @Test
    void probeThatIsJustBeingStartedIsCancelledToo() throws Exception {
        FakeProber fake = new FakeProber();
        AtomicReference<ProbeSlots> slots = new AtomicReference<>();
        Prober cancelledMeanwhile = request -> {
            Prober.Running probe = fake.start(request);
            slots.get().cancelAll();
            return probe;
        };
        slots.set(new ProbeSlots(cancelledMeanwhile, 1, new ExporterMetrics(new BuildInfo("1", "abc", "17"))));
        ProbeRequest request = new ProbeRequest(
                Target.parse("ws://a.test/"),
                Module.withDefaults("m"),
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(5));

        Prober.Running probe = slots.get().start(request);

        assertThat(probe.result().toCompletableFuture().get().outcome()).isEqualTo(new Outcome.Cancelled());
        assertThat(slots.get().awaitIdle(Duration.ofSeconds(5))).isTrue();
    }
}
