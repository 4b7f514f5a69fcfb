package dev.websocketexporter.bench;

import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * What a probe over HTTP/2 costs beside one over HTTP/1.1 of the same server: the CPU time of all threads that probe, with
 * 16 probes at once. The rounds of the two alternate, so that what else the machine does meets both.
 */
final class Http2Cost {
    private static final int AT_ONCE = 16;
    private static final int WARM_UP = 6_000;
    private static final int ROUNDS = 12;
    private static final int PROBES = 2_000;
    private static final double NANOS_OF_MICRO = 1_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final NettyProber prober;
    private final Target target;

    private Http2Cost(NettyProber prober, Target target) {
        this.prober = prober;
        this.target = target;
    }

    /** @param arguments the URLs of servers that speak both versions */
    public static void main(String[] arguments) throws InvalidTargetException, InterruptedException {
        for (String url : arguments) {
            EngineSettings settings = EngineSettings.ofThisMachine(
                    "websocket_exporter/bench", ProxyEnvironment.EMPTY, Ticker.system(), Clock.systemUTC());
            try (NettyProber prober = new NettyProber(settings)) {
                new Http2Cost(prober, Target.parse(url)).measure();
            }
        }
    }

    private void measure() throws InterruptedException {
        for (HttpVersion version : HttpVersion.values()) {
            round(version, WARM_UP);
        }
        Map<HttpVersion, List<Double>> micros = new EnumMap<>(HttpVersion.class);
        for (int i = 0; i < ROUNDS; i++) {
            for (HttpVersion version : HttpVersion.values()) {
                long before = cpuNanos();
                round(version, PROBES);
                double each = (cpuNanos() - before) / NANOS_OF_MICRO / PROBES;
                micros.computeIfAbsent(version, none -> new ArrayList<>()).add(each);
            }
        }
        double one = median(micros.get(HttpVersion.HTTP_1_1));
        double two = median(micros.get(HttpVersion.HTTP_2));
        System.out.printf(
                Locale.ROOT,
                "%s: HTTP/1.1 %.0f µs, HTTP/2 %.0f µs of CPU a probe, %.2f times%n",
                target,
                one,
                two,
                two / one);
    }

    private void round(HttpVersion version, int probes) throws InterruptedException {
        ProbeModule plain = ProbeModule.withDefaults("cost");
        ProbeModule module = plain.with(plain.tls().withoutVerification())
                .with(plain.upgrade().over(version));
        ProbeRequest request = new ProbeRequest(target, module, null, TargetPolicy.DEFAULT, Duration.ofSeconds(10));
        Semaphore places = new Semaphore(AT_ONCE);
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < probes; i++) {
            places.acquire();
            prober.start(request).result().whenComplete((result, bug) -> {
                places.release();
                note(failures, result, bug);
            });
        }
        places.acquire(AT_ONCE);
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " probes failed, such as with " + failures.get(0));
        }
    }

    private static void note(List<String> failures, ProbeResult result, Throwable bug) {
        if (bug != null || !result.successful()) {
            synchronized (failures) {
                failures.add(bug == null ? String.valueOf(result.failure()) : bug.toString());
            }
        }
    }

    /** Of the threads of the prober: its loops, and those that read files, verify certificates and match. */
    private long cpuNanos() {
        return Arrays.stream(threads.getAllThreadIds())
                .filter(id -> threads.getThreadInfo(id) != null
                        && threads.getThreadInfo(id).getThreadName().matches("(probe|cryptography|files|matching)-.*"))
                .map(threads::getThreadCpuTime)
                .sum();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
