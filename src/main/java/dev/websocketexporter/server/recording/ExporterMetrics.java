package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.MessageMemoryFigures;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.render.ExpositionFormat;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.hotspot.DefaultExports;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    private final Histogram eventLoopLag = Histogram.build(
                    PREFIX + "event_loop_lag_seconds",
                    "How late the exporter itself ran: the error bar of every timing of a probe")
            .buckets(0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1)
            .register(registry);

    public ExporterMetrics(BuildInfo build) {
        Gauge.build(PREFIX + "build_info", "What was built, and what it runs on; always 1")
                .labelNames("version", "revision", "javaversion")
                .register(registry)
                .labels(build.version(), build.revision(), build.javaVersion())
                .set(1);
        rejected.labels(Rejection.OVERLOAD.label);
        rejected.labels(Rejection.POLICY.label);
        DefaultExports.register(registry);
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

    void probeEnded(ProbeResult result) {
        String module = result.request().module().name();
        if (result.outcome() instanceof Outcome.Forbidden) {
            probeRejected(Rejection.POLICY);
            return;
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
        return new String(format.write(registry.metricFamilySamples()), StandardCharsets.UTF_8);
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
