package dev.websocketexporter.render;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** A format in which Prometheus reads metrics. */
public enum ExpositionFormat {
    /** Prometheus text 0.0.4: the default. */
    PROMETHEUS_TEXT(TextFormat.CONTENT_TYPE_004),
    /** OpenMetrics 1.0. */
    OPENMETRICS(TextFormat.CONTENT_TYPE_OPENMETRICS_100);

    /** So that the text need not be copied while it grows. */
    private static final int USUAL_LENGTH = 8 * 1024;

    private final String contentType;

    ExpositionFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The value of {@code Content-Type} for an answer in this format. */
    public String contentType() {
        return contentType;
    }

    /** The families of a registry in this format, in UTF-8. */
    public byte[] write(Enumeration<MetricFamilySamples> families) {
        Utf8Writer text = new Utf8Writer(USUAL_LENGTH);
        try {
            TextFormat.writeFormat(contentType, text, families);
        } catch (IOException e) {
            throw new UncheckedIOException("memory accepts everything", e);
        }
        return text.toByteArray();
    }

    /** The lines above the samples of a metric, with its type and its help. */
    byte[] head(String name, Collector.Type type, String help) {
        MetricFamilySamples family = new MetricFamilySamples(name, type, help, List.of());
        byte[] alone = write(Collections.enumeration(List.of(family)));
        return Arrays.copyOf(alone, alone.length - end().length);
    }

    /** The end of an exposition. */
    byte[] end() {
        return write(Collections.emptyEnumeration());
    }

    /** What is between the last label of a sample and its value. */
    String endOfLabels() {
        return switch (this) {
            case PROMETHEUS_TEXT -> ",} ";
            case OPENMETRICS -> "} ";
        };
    }
}
