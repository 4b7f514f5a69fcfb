package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.report.MessageMemoryFigures;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** The memory that messages take in all probes together, as it stands when it is asked for. */
final class MessageMemoryMetrics extends Collector {
    private static final String PREFIX = "websocket_exporter_message_memory_";

    private final Supplier<MessageMemoryFigures> figures;

    MessageMemoryMetrics(Supplier<MessageMemoryFigures> figures) {
        this.figures = figures;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        MessageMemoryFigures now = figures.get();
        return List.of(
                new GaugeMetricFamily(
                        PREFIX + "limit_bytes",
                        "The most memory that messages may take in all probes together",
                        now.limitBytes()),
                new GaugeMetricFamily(
                        PREFIX + "used_bytes", "The memory that is reserved for messages now", now.usedBytes()),
                new CounterMetricFamily(
                        PREFIX + "exceeded",
                        "Connections that were ended because the memory for messages was used up",
                        now.exceeded()));
    }
}
