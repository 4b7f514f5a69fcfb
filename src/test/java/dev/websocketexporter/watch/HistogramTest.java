package dev.websocketexporter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.HistogramFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistogramTest {
    private final Histogram histogram = new Histogram(Buckets.MESSAGE_BYTES);

    @Test
    void withoutValuesAllBucketsAreZero() {
        assertThat(histogram.figures())
                .isEqualTo(new HistogramFigures(
                        List.of(64.0, 256.0, 1024.0, 4096.0, 16384.0, 65536.0, 262144.0),
                        List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
                        0));
    }

    /** A scrape of ten thousand targets that are down makes no hundred thousand lists of zeros. */
    @Test
    void figuresWithoutValuesAreTheSameForAll() {
        assertThat(histogram.figures()).isSameAs(new Histogram(Buckets.MESSAGE_BYTES).figures());
        histogram.add(1);
        assertThat(histogram.figures()).isNotEqualTo(new Histogram(Buckets.MESSAGE_BYTES).figures());
    }

    /** As {@code le} says: less or equal. */
    @Test
    void valueThatIsABoundIsInItsBucket() {
        histogram.add(64);
        histogram.add(64.5);
        histogram.add(262_144);
        histogram.add(262_145);
        assertThat(histogram.figures().counts()).containsExactly(1L, 1L, 0L, 0L, 0L, 0L, 1L, 1L);
    }

    @Test
    void nanosecondsAreCountedInSeconds() {
        Histogram pings = new Histogram(Buckets.PING_LATENCY);
        pings.addNanos(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(pings.figures().counts().get(5)).as("of 0.1").isOne();
        assertThat(pings.figures().sum()).isEqualTo(0.1);
    }

    @Test
    void noValueOfSeveralThreadsIsLost() throws Exception {
        int threads = 4;
        int each = 50_000;
        ExecutorService loops = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> adding = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                adding.add(loops.submit(() -> {
                    for (int value = 0; value < each; value++) {
                        histogram.add(value % 128);
                    }
                }));
            }
            for (Future<?> one : adding) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            loops.shutdownNow();
        }
        HistogramFigures figures = histogram.figures();
        assertThat(figures.count()).isEqualTo((long) threads * each);
        long sum = 0;
        for (int value = 0; value < each; value++) {
            sum += value % 128;
        }
        assertThat(figures.sum()).isEqualTo(threads * sum);
    }

    @ParameterizedTest
    @EnumSource(Buckets.class)
    void boundsGrow(Buckets buckets) {
        assertThat(buckets.bounds()).isSorted().doesNotHaveDuplicates().hasSize(buckets.size() - 1);
    }
}
