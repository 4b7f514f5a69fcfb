package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.report.ExecutorFigures;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.Histogram;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How busy the threads are that do what no event loop may do. Safe for use by several threads. */
final class ExecutorMetrics extends Collector {
    private static final List<String> LABELS = List.of("executor");

    private final String prefix;
    private final Histogram waits;
    private volatile Supplier<List<ExecutorFigures>> figures = List::of;

    ExecutorMetrics(String prefix, CollectorRegistry registry) {
        this.prefix = prefix + "executor_";
        register(registry);
        this.waits = Histogram.build(
                        this.prefix + "wait_seconds",
                        "How long work for probes waited for a thread: files, cryptography, matching of messages")
                .labelNames("executor")
                .buckets(0.0001, 0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10)
                .register(registry);
    }

    void watch(Supplier<List<ExecutorFigures>> source) {
        source.get().forEach(executor -> waits.labels(executor.executor()));
        figures = source;
    }

    void observeWait(String executor, double seconds) {
        waits.labels(executor).observe(seconds);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<ExecutorFigures> now = figures.get();
        return List.of(
                gauge("threads", "How many tasks an executor can run at once", now, ExecutorFigures::threads),
                gauge("active", "How many tasks it runs", now, ExecutorFigures::active),
                gauge("queued", "How many tasks wait for one of its threads", now, ExecutorFigures::queued),
                counter(
                        "rejected",
                        "Tasks that found no place; their probes failed with exporter_limit",
                        now,
                        ExecutorFigures::rejected),
                counter(
                        "skipped",
                        "Tasks that were not begun, since their probes were over",
                        now,
                        ExecutorFigures::skipped));
    }

    private MetricFamilySamples gauge(
            String name, String help, List<ExecutorFigures> now, ToDoubleFunction<ExecutorFigures> value) {
        GaugeMetricFamily family = new GaugeMetricFamily(prefix + name, help, LABELS);
        now.forEach(executor -> family.addMetric(List.of(executor.executor()), value.applyAsDouble(executor)));
        return family;
    }

    private MetricFamilySamples counter(
            String name, String help, List<ExecutorFigures> now, ToDoubleFunction<ExecutorFigures> value) {
        CounterMetricFamily family = new CounterMetricFamily(prefix + name, help, LABELS);
        now.forEach(executor -> family.addMetric(List.of(executor.executor()), value.applyAsDouble(executor)));
        return family;
    }
}
