package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration BUDGET = Duration.ofMillis(3);

    @Test
    void lastProbeThatHadNoTimeToWaitForAThreadIsTheEndAndNoFault() throws Exception {
        Failure waiting = Failure.ofExporter(Phase.TLS, ExporterLimit.CRYPTOGRAPHY, "waiting for a free thread");
        assertThat(WarmUp.isOutOfTime(failed(waiting, BUDGET), BUDGET)).isTrue();
        assertThat(WarmUp.isOutOfTime(failed(new Failure(Phase.TLS, Reason.TIMEOUT, "over"), BUDGET), BUDGET))
                .isTrue();
    }

    @Test
    void limitThatIsReachedBeforeTheTimeIsOverIsAFault() throws Exception {
        Failure full = Failure.ofExporter(Phase.TLS, ExporterLimit.CRYPTOGRAPHY, "no place for more work");
        assertThat(WarmUp.isOutOfTime(failed(full, BUDGET.dividedBy(2)), BUDGET))
                .isFalse();
    }

    private static ProbeResult failed(Failure failure, Duration total) throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse("wss://a.test/"), ProbeModule.withDefaults("warm-up"), null, TargetPolicy.DEFAULT, BUDGET);
        return new ProbeResult(
                request,
                Instant.EPOCH,
                new Outcome.Failed(failure),
                new Timings(total, Map.of()),
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                List.of());
    }
}
