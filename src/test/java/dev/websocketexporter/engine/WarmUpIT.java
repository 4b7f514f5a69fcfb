package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WarmUpIT {
    @Test
    void slowMachineWithTimeForOneProbeWarmsTls() {
        AtomicLong skipped = new AtomicLong();
        Ticker system = Ticker.system();
        Ticker ticker = () -> system.read() + skipped.get();
        EngineSettings settings = EngineSettings.ofThisMachine("test", ticker, Clock.systemUTC());
        List<ProbeResult> results = new ArrayList<>();
        Duration atMost = Duration.ofSeconds(20);
        try (NettyProber prober = new NettyProber(settings)) {
            new WarmUp(prober, settings).run(atMost, result -> {
                results.add(result);
                skipped.addAndGet(atMost.toNanos());
            });
        }

        assertThat(results).hasSize(1);
        assertThat(results.get(0).request().target().secure()).isTrue();
    }
}
