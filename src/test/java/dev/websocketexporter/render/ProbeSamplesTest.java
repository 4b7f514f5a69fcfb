package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Collector.Type;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples are written to the byte as simpleclient writes them from the same families. */
class ProbeSamplesTest {
    private static final double[] VALUES = {
        0,
        -0.0,
        1,
        0.1,
        101,
        3.668918509E9,
        1.7726784E9,
        9.007199254740993E15,
        1e-9,
        1e300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private static final List<String> LABEL_VALUES = List.of(
            "",
            "1000",
            "CN=Example \"Quoted\" Ltd",
            "C:\\new\\\\\"",
            "a\nb\r\n\t\u0000",
            "\\n",
            ",}{=# HELP",
            "Müller 漢字 😀",
            "half \ud83d a character \ude00",
            "\ud83d");

    @ParameterizedTest
    @EnumSource
    void everyMetricWithEveryValueIsWrittenAsSimpleclientDoes(ExpositionFormat format) throws IOException {
        ProbeSamples samples = new ProbeSamples(format);
        List<MetricFamilySamples> families = new ArrayList<>();
        for (ProbeMetric metric : ProbeMetric.values()) {
            List<Sample> expected = new ArrayList<>();
            for (double value : VALUES) {
                samples.set(metric, value, labelValues(metric, 0));
                expected.add(sample(metric, value, 0));
            }
            families.add(family(metric, expected));
        }

        assertThat(text(samples)).isEqualTo(bySimpleclient(families, format));
    }

    @ParameterizedTest
    @EnumSource
    void everyLabelIsEscapedAsSimpleclientDoes(ExpositionFormat format) throws IOException {
        ProbeSamples samples = new ProbeSamples(format);
        List<MetricFamilySamples> families = new ArrayList<>();
        for (ProbeMetric metric : ProbeMetric.values()) {
            List<Sample> expected = new ArrayList<>();
            for (int first = 0; first < LABEL_VALUES.size(); first++) {
                samples.set(metric, 1, labelValues(metric, first));
                expected.add(sample(metric, 1, first));
            }
            families.add(family(metric, expected));
        }

        assertThat(text(samples)).isEqualTo(bySimpleclient(families, format));
    }

    @ParameterizedTest
    @EnumSource
    void labelsThatAModuleNamesAreWrittenAsSimpleclientDoes(ExpositionFormat format) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < LABEL_VALUES.size(); i++) {
            labels.put("label" + i, LABEL_VALUES.get(i));
        }
        ProbeSamples samples = new ProbeSamples(format);
        samples.setInfo(ProbeMetric.EXPECT_INFO, labels);

        Sample expected =
                new Sample("probe_expect_info", List.copyOf(labels.keySet()), List.copyOf(labels.values()), 1);
        assertThat(text(samples))
                .isEqualTo(bySimpleclient(List.of(family(ProbeMetric.EXPECT_INFO, List.of(expected))), format));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsWrittenAsSimpleclientDoes(ExpositionFormat format) throws IOException {
        assertThat(text(new ProbeSamples(format))).isEqualTo(bySimpleclient(List.of(), format));
    }

    @ParameterizedTest
    @EnumSource
    void metricThatComesBackIsRefused(ExpositionFormat format) {
        ProbeSamples samples = new ProbeSamples(format);
        samples.set(ProbeMetric.SUCCESS, 1);
        samples.set(ProbeMetric.DURATION, 1);

        assertThatThrownBy(() -> samples.set(ProbeMetric.SUCCESS, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("SUCCESS after DURATION (expected: in the order of ProbeMetric)");
    }

    /** As many as the metric has labels, beginning with one of those above. */
    private static String[] labelValues(ProbeMetric metric, int first) {
        String[] values = new String[metric.labels().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = LABEL_VALUES.get((first + i) % LABEL_VALUES.size());
        }
        return values;
    }

    private static Sample sample(ProbeMetric metric, double value, int firstLabel) {
        return new Sample(metric.metricName(), metric.labels(), List.of(labelValues(metric, firstLabel)), value);
    }

    private static MetricFamilySamples family(ProbeMetric metric, List<Sample> samples) {
        return new MetricFamilySamples(metric.metricName(), Type.GAUGE, metric.help(), samples);
    }

    private static String text(ProbeSamples samples) {
        return new String(samples.toUtf8(), StandardCharsets.UTF_8);
    }

    /** As it is read again: half a character has become a question mark. */
    private static String bySimpleclient(List<MetricFamilySamples> families, ExpositionFormat format)
            throws IOException {
        StringWriter text = new StringWriter();
        TextFormat.writeFormat(format.contentType(), text, Collections.enumeration(families));
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
