package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.testkit.SampleFigures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatchExpositionTest {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+?)(?:_bucket|_sum|_count)?\\{(.*)} \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    static String text(ExpositionFormat format, TargetFigures... targets) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WatchExposition.write(List.of(targets), format, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void everythingThatCanBeAskedForIsShown(ExpositionFormat format) throws IOException {
        String suffix = format == ExpositionFormat.OPENMETRICS ? ".openmetrics.txt" : ".txt";

        assertThat(text(format, SampleFigures.feed(), SampleFigures.refused()))
                .isEqualTo(Golden.text("watch" + suffix));
    }

    @Test
    void whatWasNotAskedForIsAbsent() throws IOException {
        assertThat(text(ExpositionFormat.PROMETHEUS_TEXT, SampleFigures.refused()))
                .doesNotContain(
                        "websocket_stale",
                        "websocket_sequence",
                        "websocket_message_lag",
                        "websocket_broadcast",
                        "websocket_ping_latency",
                        "websocket_heartbeat",
                        "websocket_last_message",
                        "websocket_disconnects_total");
    }

    /** Prometheus does not see the step of a counter that begins with 1. */
    @Test
    void firstEventOfEachKindIsAStep() throws IOException {
        assertThat(text(ExpositionFormat.PROMETHEUS_TEXT, SampleFigures.of("a", "ws://b.test/", List.of()))
                        .lines()
                        .map(line -> line.replace("watch=\"a\",target=\"ws://b.test/\",", "")))
                .contains(
                        "websocket_connections_active{} 0.0",
                        "websocket_connections_total{status=\"success\",} 0.0",
                        "websocket_connections_total{status=\"failed\",} 0.0",
                        "websocket_connection_duration_seconds_count{} 0.0",
                        "websocket_outage_duration_seconds_count{} 0.0",
                        "websocket_errors_total{type=\"closed_by_peer\",} 0.0",
                        "websocket_errors_total{type=\"connection_closed\",} 0.0",
                        "websocket_errors_total{type=\"connection_reset\",} 0.0",
                        "websocket_errors_total{type=\"pong_missed\",} 0.0",
                        "websocket_messages_total{direction=\"sent\",type=\"text\",} 0.0",
                        "websocket_messages_total{direction=\"sent\",type=\"binary\",} 0.0",
                        "websocket_messages_total{direction=\"received\",type=\"text\",} 0.0",
                        "websocket_messages_total{direction=\"received\",type=\"binary\",} 0.0",
                        "websocket_message_bytes_total{direction=\"sent\",} 0.0",
                        "websocket_message_bytes_total{direction=\"received\",} 0.0");
    }

    @Test
    void queryOfATargetIsHidden() throws IOException {
        assertThat(text(ExpositionFormat.PROMETHEUS_TEXT, SampleFigures.feed()))
                .contains("target=\"wss://feed.example.com/v1?token=<secret>\"")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @EnumSource
    void nothingToWatchIsAnEmptyAnswer(ExpositionFormat format) throws IOException {
        assertThat(text(format)).isEqualTo(format == ExpositionFormat.OPENMETRICS ? "# EOF\n" : "");
    }

    @ParameterizedTest
    @EnumSource
    void labelsOfEverySampleAreThoseOfItsMetric(WatchMetric metric) throws IOException {
        List<List<String>> labels = SAMPLE.matcher(text(ExpositionFormat.PROMETHEUS_TEXT, SampleFigures.feed()))
                .results()
                .filter(sample -> sample.group(1).equals(metric.metricName()))
                .map(WatchExpositionTest::labels)
                .distinct()
                .toList();

        assertThat(labels).containsExactly(metric.labels());
    }

    /** Without those of the target, and without that of a bucket. */
    private static List<String> labels(MatchResult sample) {
        return LABEL.matcher(sample.group(2))
                .results()
                .map(label -> label.group(1))
                .filter(label -> !List.of("watch", "target", "env", "le").contains(label))
                .toList();
    }

    /** So that an answer of some 20 MB needs no memory. */
    @Test
    void textLeavesWhileItIsWritten() throws IOException {
        int[] most = {0};
        long[] written = {0};
        OutputStream stream = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("a byte alone");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                most[0] = Math.max(most[0], length);
                written[0] += length;
            }
        };
        List<TargetFigures> targets = IntStream.range(0, 20)
                .mapToObj(i -> SampleFigures.of("a", "ws://a.test/" + i, SampleFigures.open(500)))
                .toList();

        WatchExposition.write(targets, ExpositionFormat.PROMETHEUS_TEXT, stream);

        assertThat(written[0]).isGreaterThan(1_500_000);
        assertThat(most[0]).isLessThan(16 * 1024);
    }

    @ParameterizedTest
    @EnumSource
    void everyMetricHasALegalNameAndAHelpOfOneLine(WatchMetric metric) {
        assertThat(metric.metricName()).matches("websocket_[a-z_]+");
        assertThat(metric.metricName().endsWith("_total")).isEqualTo(metric.type() == WatchMetric.Type.COUNTER);
        assertThat(metric.help()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    }
}
