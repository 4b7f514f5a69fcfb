package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.render.ProbeMetric;
import dev.websocketexporter.render.WatchMetric;
import dev.websocketexporter.testkit.MetricsReference;
import dev.websocketexporter.testkit.MetricsReference.Row;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference {@code docs/metrics.md} has the metrics of a probe, their labels and the reasons that the code has. */
class MetricsReferenceTest {
    /** They have a row of their own, for any phase. */
    private static final Set<Reason> ANYWHERE = Set.of(Reason.EXPORTER_LIMIT, Reason.INTERNAL_ERROR);

    private static final Pattern WORD = Pattern.compile("`(\\w+)`");

    @Test
    void metricsOfAProbeAreThoseOfTheCodeInItsOrder() throws IOException {
        assertThat(MetricsReference.ofAProbe().stream().map(Row::series))
                .containsExactlyElementsOf(Arrays.stream(ProbeMetric.values())
                        .map(metric -> metric.metricName() + metric.labels())
                        .toList());
    }

    @Test
    void alwaysIsSaidOfThoseThatAreThereAlways() throws IOException {
        Set<String> always = Arrays.stream(ProbeMetric.values())
                .filter(metric -> metric.presence() == ProbeMetric.Presence.ALWAYS)
                .map(ProbeMetric::metricName)
                .collect(Collectors.toSet());

        assertThat(MetricsReference.ofAProbe().stream()
                        .filter(row -> row.when().equals("always"))
                        .map(Row::name))
                .containsExactlyInAnyOrderElementsOf(always);
    }

    @Test
    void metricsOfHeldConnectionsAreThoseOfTheCode() throws IOException {
        assertThat(MetricsReference.ofHeldConnections().stream().map(Row::series))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(WatchMetric.values())
                        .map(metric -> metric.metricName() + metric.labels())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void presenceAndTypeOfAHeldConnectionsMetricAreThoseOfTheCode(WatchMetric metric) throws IOException {
        Row row = MetricsReference.ofHeldConnections().stream()
                .filter(one -> one.name().equals(metric.metricName()))
                .findFirst()
                .orElseThrow();

        assertThat(row.when())
                .matches(
                        switch (metric.presence()) {
                            case ALWAYS -> "always";
                            case WHEN_CONFIGURED -> "with `\\w+`|unless `[\\w.]+` is 0s";
                            case WHEN_SEEN -> ".*after the first .*";
                        });
        assertThat(row.meaning().startsWith("a histogram: ")).isEqualTo(metric.type() == WatchMetric.Type.HISTOGRAM);
    }

    @Test
    void unitsAreThoseOfTheNames() throws IOException {
        assertThat(MetricsReference.all())
                .allSatisfy(row -> assertThat(row.unit()).as(row.name()).isEqualTo(unit(row)));
    }

    /** What the name promises; of a name without a unit, what is said. */
    private static String unit(Row row) {
        String name = row.name();
        if (name.endsWith("_timestamp_seconds") || name.endsWith("_expiry")) {
            return "Unix time";
        }
        if (name.endsWith("_seconds")) {
            return "seconds";
        }
        if (name.endsWith("_bytes") || name.endsWith("_bytes_total")) {
            return "bytes";
        }
        return name.endsWith("_info") ? "1" : row.unit();
    }

    @Test
    void everyExampleIsAboutItsMetric() throws IOException {
        assertThat(MetricsReference.all())
                .allSatisfy(row -> assertThat(row.example()).contains(row.name()));
    }

    @Test
    void theChecksAreThoseOfTheCode() throws IOException {
        for (CertificateCheck check : CertificateCheck.values()) {
            assertThat(MetricsReference.text()).contains("\n| `" + check.label() + "` | ");
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void everyPhaseHasItsSpan(Phase phase) throws IOException {
        assertThat(MetricsReference.text()).containsPattern("\\| `" + phase.label() + "` \\| [^`|]+ \\| [^|]+ \\|\n");
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void reasonsOfAPhaseAreThoseOfTheCode(Phase phase) throws IOException {
        Set<String> inTheCode = Arrays.stream(Reason.values())
                .filter(reason -> reason.phases().contains(phase) && !ANYWHERE.contains(reason))
                .map(Reason::label)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown(phase.label())).isEqualTo(inTheCode);
    }

    private static Set<String> shown(String phase) throws IOException {
        String row = "| `" + phase + "` | `";
        return MetricsReference.text()
                .lines()
                .filter(line -> line.startsWith(row))
                .flatMap(line -> WORD.matcher(line).results())
                .map((MatchResult word) -> word.group(1))
                .filter(word -> !word.equals(phase))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
