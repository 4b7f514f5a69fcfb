package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.probe.watch.Shard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many connections a configuration may ask one exporter for. */
class WatchLimitTest {
    private static String watch(int targets, int connections) {
        return "modules: {websocket: {}}\nwatch:\n  - name: a\n    connections: " + connections + "\n    targets:\n"
                + IntStream.range(0, targets)
                        .mapToObj(i -> "      - ws://a.example/" + i + "\n")
                        .collect(Collectors.joining());
    }

    private static int watched(String yaml, Shard shard) throws ConfigurationException {
        ConfigContext context =
                new ConfigContext(Path.of(""), Yaml.TLS_VERSIONS, new TimedFiles(TimedFiles.AT_MOST).begin(), shard);
        return new ConfigurationSource.Content("config.yml", context, yaml.getBytes(StandardCharsets.UTF_8))
                .load()
                .configuration()
                .watches()
                .size();
    }

    @Test
    void hundredThousandAreNotTooMany() throws ConfigurationException {
        assertThat(watched(watch(100, 1_000), Shard.WHOLE)).isEqualTo(1);
    }

    @Test
    void oneMoreIsAMistakeAtTheTargetThatMakesThemSoMany() {
        String another = "  - {name: b, targets: [ws://b.example/]}\n  - {name: c, targets: [ws://b.example/]}\n";
        assertThatThrownBy(() -> watched(watch(100, 1_000) + another, Shard.WHOLE))
                .hasMessage("config.yml:106:25: watch[1].targets[0]: \"ws://b.example/\", with connections: 1 to each"
                        + " target, makes more than 100000 in all (expected: fewer, or --watch.shards to share them among"
                        + " exporters)\n"
                        + "config.yml:107:25: watch[2].targets[0]: \"ws://b.example/\", with connections: 1 to each"
                        + " target, makes more than 100000 in all (expected: fewer, or --watch.shards to share them among"
                        + " exporters)");
        assertThatThrownBy(() -> watched(watch(300, 1_000), Shard.WHOLE))
                .hasMessageStartingWith("config.yml:106:9: watch[0].targets[100]: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void targetsOfOtherExportersDoNotCount() throws ConfigurationException {
        assertThat(watched(watch(300, 500), new Shard(2, 0))).isEqualTo(1);
        assertThatThrownBy(() -> watched(watch(300, 1_000), new Shard(2, 0))).hasMessageContaining("more than 100000");
    }
}
