package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.ProbeResult.LogLine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a probe's log costs, besides making its words. Run by {@code bench/jmh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ProbeLogBenchmark {
    private static final int LINES = 20;

    private final String line = "request header: user-agent: websocket_exporter/0.1.0";
    private final String secret = "Basic bW9uaXRvcjpzM2NyZXQ=";

    @Benchmark
    public List<LogLine> linesOfAnOpenTarget() {
        return twentyLines(new ProbeLog(System::nanoTime, 0));
    }

    @Benchmark
    public List<LogLine> linesOfATargetWithCredentials() {
        ProbeLog log = new ProbeLog(System::nanoTime, 0);
        log.hide(secret);
        return twentyLines(log);
    }

    private List<LogLine> twentyLines(ProbeLog log) {
        for (int i = 0; i < LINES; i++) {
            log.debug(line);
        }
        return log.lines();
    }
}
