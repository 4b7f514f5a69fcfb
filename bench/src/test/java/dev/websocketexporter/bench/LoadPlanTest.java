package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadPlanTest {
    @Test
    void aPlanIsReadAsItWasWritten() {
        LoadPlan open = LoadPlan.open(1234, List.of("/probe?a=b&target={}", "/x"), 500, Duration.ofSeconds(2))
                .over(10_000)
                .recordedIn(Path.of("/tmp/answers"));
        LoadPlan closed = LoadPlan.closed(1, "/probe?target=ws://{}:5/", 16, Duration.ofMillis(10));
        assertThat(LoadPlan.parse(open.line())).isEqualTo(open);
        assertThat(LoadPlan.parse(closed.line())).isEqualTo(closed);
    }

    @Test
    void everyProbeHasAnAddressOfItsOwn() {
        assertThat(List.of(0L, 249L, 250L, 62_500L, (long) Addresses.MOST).stream()
                        .map(Addresses::of))
                .containsExactly("127.1.0.1", "127.1.0.250", "127.1.1.1", "127.2.0.1", "127.1.0.1");
    }
}
