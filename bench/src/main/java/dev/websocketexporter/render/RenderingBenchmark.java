package dev.websocketexporter.render;

import dev.websocketexporter.probe.ProbeResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A result as it goes out. Run by {@code bench/jmh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RenderingBenchmark {
    private final ProbeResult success = SampleResults.fullSuccess();
    private final ProbeResult refused = SampleResults.connectionRefused();

    /** Everything that a wss probe can learn. */
    @Benchmark
    public byte[] fullSuccess() {
        return ProbeExposition.utf8(success, ExpositionFormat.PROMETHEUS_TEXT);
    }

    /** The same in the format that Prometheus asks for. */
    @Benchmark
    public byte[] fullSuccessInOpenMetrics() {
        return ProbeExposition.utf8(success, ExpositionFormat.OPENMETRICS);
    }

    /** Little more than the verdict. */
    @Benchmark
    public byte[] connectionRefused() {
        return ProbeExposition.utf8(refused, ExpositionFormat.PROMETHEUS_TEXT);
    }
}
