package dev.websocketexporter.bench;

import java.util.List;

/** What the exporter and those around it used and held in a minute. */
final class SoakClock {
    private static final double NANOS_PER_SECOND = 1e9;

    private final SoakExporter exporter;
    private final SoakServers faults;
    private final SoakServers good;
    private final SoakSamples samples;
    private long since = System.nanoTime();
    private double exporterBefore;
    private double serversBefore;
    private double loadBefore;

    SoakClock(SoakExporter exporter, SoakServers faults, SoakServers good, SoakSamples samples) {
        this.exporter = exporter;
        this.faults = faults;
        this.good = good;
        this.samples = samples;
        this.exporterBefore = exporter.cpuSeconds();
        this.serversBefore = servers();
        this.loadBefore = load();
    }

    private double servers() {
        return faults.cpuSeconds() + good.cpuSeconds();
    }

    private static double load() {
        return ProcessFigures.cpuSeconds(ProcessHandle.current().pid());
    }

    /** Since the last call. */
    FaultSoakReport.Minute minute(SoakTally.Minute probes) {
        long now = System.nanoTime();
        double seconds = (now - since) / NANOS_PER_SECOND;
        FaultSoakReport.Minute minute = new FaultSoakReport.Minute(
                probes.probes() / seconds,
                probes.goodP99Millis(),
                last(samples.heap()),
                exporter.rssMebibytes(),
                last(samples.descriptors()),
                last(samples.threads()),
                (exporter.cpuSeconds() - exporterBefore) / seconds,
                (servers() - serversBefore) / seconds,
                (load() - loadBefore) / seconds);
        since = now;
        exporterBefore = exporter.cpuSeconds();
        serversBefore = servers();
        loadBefore = load();
        return minute;
    }

    private static double last(List<Flatness.Sample> all) {
        return all.isEmpty() ? Double.NaN : all.get(all.size() - 1).value();
    }
}
