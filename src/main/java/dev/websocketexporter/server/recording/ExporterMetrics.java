package dev.websocketexporter.server.recording;

import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.ExecutorFigures;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.MessageMemoryFigures;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.render.ExpositionFormat;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.hotspot.DefaultExports;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The exporter's metrics about itself, in a registry of their own. No label contains a target, or a name that only a client
 * gave. Safe for use by several threads.
 */
public final class ExporterMetrics {
    private static final String PREFIX = "websocket_exporter_";
    private static final double NANOS_PER_SECOND = 1e9;

    private static final List<String> RESULTS = List.of("success", "failure", "cancelled");

    /** Those that have series; guarded by itself. */
    private final Set<String> modules = new HashSet<>();

    private final CollectorRegistry registry = new CollectorRegistry();
    private final Gauge reloadSuccessful = Gauge.build(
                    PREFIX + "config_last_reload_successful", "Whether the last loading of the configuration succeeded")
            .register(registry);
    private final Gauge reloadSuccessTime = Gauge.build(
                    PREFIX + "config_last_reload_success_timestamp_seconds",
                    "When the configuration was last loaded with success, in Unix time")
            .register(registry);
    private final Counter unknownModules = Counter.build(
                    PREFIX + "module_unknown_total", "Requests for a probe that named an unknown module")
            .register(registry);
    private final Counter probes = Counter.build(PREFIX + "probes_total", "Probes that have ended, by their result")
            .labelNames("module", "result")
            .register(registry);
    private final Counter failures = Counter.build(
                    PREFIX + "probe_failures_total", "Probes that have failed, by the phase and the reason")
            .labelNames("module", "phase", "reason")
            .register(registry);
    private final Counter limitReached = Counter.build(
                    PREFIX + "limit_reached_total",
                    "Probes and watched connections that have failed for a limit of the exporter itself, by the limit")
            .labelNames("limit")
            .register(registry);
    private final Histogram durations = Histogram.build(
                    PREFIX + "probe_duration_seconds", "How long probes took, cancelled ones aside")
            .labelNames("module")
            .buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
            .register(registry);
    private final Gauge inFlight = Gauge.build(
                    PREFIX + "probes_in_flight", "Probes that hold a place among the concurrent ones")
            .register(registry);
    private final Counter rejected = Counter.build(
                    PREFIX + "probes_rejected_total",
                    "Requests for a probe that were turned away, by the limit of concurrent probes or target_policy")
            .labelNames("reason")
            .register(registry);
    private final Gauge historyBytes = Gauge.build(
                    PREFIX + "history_bytes", "About how much memory the history of recent probes takes")
            .register(registry);
    private final Gauge historyLimit = Gauge.build(
                    PREFIX + "history_limit_bytes", "How much memory the history of recent probes may take")
            .register(registry);
    private final Gauge engine = Gauge.build(
                    PREFIX + "engine_info", "What drives the sockets and what negotiates TLS; always 1")
            .labelNames("transport", "tls")
            .register(registry);
    private final DroppedLogLines droppedLogLines = new DroppedLogLines(PREFIX).register(registry);
    private final Histogram eventLoopLag = Histogram.build(
                    PREFIX + "event_loop_lag_seconds",
                    "How late the exporter itself ran: the error bar of every timing of a probe")
            .buckets(0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1)
            .register(registry);

    private final ExecutorMetrics executors = new ExecutorMetrics(PREFIX, registry);

    public ExporterMetrics(BuildInfo build) {
        Gauge.build(PREFIX + "build_info", "What was built, and what it runs on; always 1")
                .labelNames("version", "revision", "javaversion")
                .register(registry)
                .labels(build.version(), build.revision(), build.javaVersion())
                .set(1);
        rejected.labels(Rejection.OVERLOAD.label);
        rejected.labels(Rejection.POLICY.label);
        for (ExporterLimit limit : ExporterLimit.values()) {
            limitReached.labels(limit.label());
        }
        DefaultExports.register(registry);
    }

    /** What drives the sockets and what negotiates TLS, each in a word. */
    public void engineInUse(String transport, String tls) {
        engine.labels(transport.toLowerCase(Locale.ROOT), tls.toLowerCase(Locale.ROOT))
                .set(1);
    }

    /** From now on this says how many lines of the log were left out since the start. */
    public void countDroppedLogLines(LongSupplier lines) {
        droppedLogLines.count(lines);
    }

    /**
     * The executors for what event loops must not do.
     *
     * @param figures is asked at each scrape
     */
    public void watchExecutors(Supplier<List<ExecutorFigures>> figures) {
        executors.watch(figures);
    }

    /** How long a task of an executor waited for its thread. */
    public void observeExecutorWait(String executor, Duration wait) {
        executors.observeWait(executor, seconds(wait));
    }

    /** From now on the memory that messages take is shown, too. */
    public void watchMessageMemory(Supplier<MessageMemoryFigures> figures) {
        new MessageMemoryMetrics(figures).register(registry);
    }

    /** How late an event loop ran a task that was scheduled for a certain time. */
    public void observeEventLoopLag(Duration lag) {
        eventLoopLag.observe(seconds(lag));
    }

    /**
     * The configuration was loaded, at the start or again. The series of its modules begin at 0, so that the first failure
     * is an increase; those of removed modules end, so that none is exposed for ever without a change.
     */
    public void configurationLoaded(Set<String> moduleNames, Instant at) {
        knowModules(moduleNames);
        reloadSuccessful.set(1);
        reloadSuccessTime.set(at.getEpochSecond() + at.getNano() / NANOS_PER_SECOND);
    }

    /** A new configuration was refused; the old one stays in force. */
    public void configurationReloadFailed() {
        reloadSuccessful.set(0);
    }

    /** Begins the metrics about a web configuration, which was loaded at the start. */
    public WebReloads webConfigurationLoaded(WebConfiguration loaded, Instant at) {
        return new WebReloads(registry, loaded, at);
    }

    /** Begins the metrics about the targets that are offered to Prometheus. */
    public TargetLoads targetLoads() {
        return TargetLoads.ofOffered(registry);
    }

    /** Begins the metrics about the targets that are watched. */
    public TargetLoads watchLoads() {
        return TargetLoads.ofWatched(registry);
    }

    /** A limit of the exporter itself ended a probe, or a watched connection or its opening. */
    public void limitReached(ExporterLimit limit) {
        limitReached.labels(limit.label()).inc();
    }

    /** Why a request for a probe was turned away. */
    public enum Rejection {
        OVERLOAD("overload"),
        POLICY("policy");

        private final String label;

        Rejection(String label) {
            this.label = label;
        }
    }

    public void moduleUnknown() {
        unknownModules.inc();
    }

    public void probeRejected(Rejection reason) {
        rejected.labels(reason.label).inc();
    }

    public void probeBegan() {
        inFlight.inc();
    }

    public void probeReleased() {
        inFlight.dec();
    }

    void historyMayTake(long bytes) {
        historyLimit.set((double) bytes);
    }

    void historyTakes(long bytes) {
        historyBytes.set((double) bytes);
    }

    void probeEnded(ProbeResult result) {
        String module = result.request().module().name();
        if (result.outcome() instanceof Outcome.Forbidden) {
            probeRejected(Rejection.POLICY);
            return;
        }
        Failure failure = result.failure();
        ExporterLimit limit = failure == null ? null : failure.limit();
        if (limit != null) {
            limitReached(limit);
        }
        synchronized (modules) {
            // A module that was removed while the probe was running has no series any more, and nothing would end a new
            // one.
            if (modules.contains(module)) {
                count(module, result);
            }
        }
    }

    private void count(String module, ProbeResult result) {
        if (result.outcome() instanceof Outcome.Cancelled) {
            probes.labels(module, "cancelled").inc();
            return;
        }
        Failure failure = result.failure();
        probes.labels(module, failure == null ? "success" : "failure").inc();
        durations.labels(module).observe(seconds(result.timings().total()));
        if (failure != null) {
            failures.labels(module, failure.phase().label(), failure.reason().label())
                    .inc();
        }
    }

    private void knowModules(Set<String> names) {
        synchronized (modules) {
            modules.stream().filter(name -> !names.contains(name)).toList().forEach(this::forgetModule);
            modules.addAll(names);
            for (String name : names) {
                RESULTS.forEach(result -> probes.labels(name, result));
                durations.labels(name);
            }
        }
    }

    private void forgetModule(String name) {
        modules.remove(name);
        RESULTS.forEach(result -> probes.remove(name, result));
        durations.remove(name);
        for (Reason reason : Reason.values()) {
            reason.phases().forEach(phase -> failures.remove(name, phase.label(), reason.label()));
        }
    }

    /** All metrics, as {@code /metrics} shows them. */
    public String text(ExpositionFormat format) {
        List<MetricFamilySamples> families = Collections.list(registry.metricFamilySamples());
        families.replaceAll(ExporterMetrics::withoutBeginnings);
        return new String(format.write(Collections.enumeration(families)), StandardCharsets.UTF_8);
    }

    /** When a counter began is a series of its own, which Prometheus stores for each of them and no rule asks. */
    private static MetricFamilySamples withoutBeginnings(MetricFamilySamples family) {
        MetricFamilySamples rest = family.filter(sample -> !sample.endsWith("_created"));
        return rest == null ? family : rest; // one without samples yet keeps its head
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    /**
     * What was built, as {@code websocket_exporter_build_info} reports it.
     *
     * @param version of the exporter
     * @param revision of its source; {@code unknown} when it was built from none
     * @param javaVersion of the runtime
     */
    public record BuildInfo(String version, String revision, String javaVersion) {}
}
