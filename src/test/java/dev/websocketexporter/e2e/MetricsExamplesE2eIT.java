package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.MetricsReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own parser takes the examples of {@code docs/metrics.md}. */
@Tag("e2e")
@Timeout(60)
class MetricsExamplesE2eIT {
    @TempDir
    private Path directory;

    @Test
    void everyExampleIsRead() throws IOException {
        List<String> examples = MetricsReference.all().stream()
                .map(MetricsReference.Row::example)
                .toList();
        assertThat(examples).hasSizeGreaterThan(50);
        StringBuilder rules = new StringBuilder("groups:\n- name: examples\n  rules:\n");
        for (int number = 0; number < examples.size(); number++) {
            rules.append("  - record: example:").append(number).append("\n    expr: '");
            rules.append(examples.get(number)).append("'\n");
        }
        Path file = Files.writeString(directory.resolve("examples.yml"), rules);

        try (ManagedProcess promtool = ManagedProcess.start(
                directory, List.of(Tools.require("promtool").toString(), "check", "rules", file.toString()))) {
            assertThat(promtool.awaitExit()).as(promtool.output()).isZero();
            assertThat(promtool.output()).contains("SUCCESS: " + examples.size() + " rules found");
        }
    }
}
