package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.render.ProbeMetric;
import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/migration.md} shows loads, is what the command makes, and names metrics that there are. */
@Timeout(60)
class MigrationPageTest {
    private static final Path PAGE = Path.of("docs/migration.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n# ([\\w.]+)[^\n]*\n(.*?)```");
    private static final Pattern METRIC = Pattern.compile("\\bprobe_(?:websocket|ssl|tls|ip|dns|duration|timeout)\\w*");
    private static final Pattern TOLD = Pattern.compile("(?s)```text\n(.*?)```");

    /** Of which the page shows what is told. */
    private static final String WITH_SOME_LEFT_OUT = """
            modules:
              http_2xx:
                prober: http
              chat:
                prober: http
                http:
                  headers: {Upgrade: websocket}
                  valid_status_codes: [101]
                  body: hello
            """;

    @TempDir
    private Path directory;

    /** A block of YAML by the name in its first line. */
    private record Block(String name, String text) {}

    @Test
    void everyConfigurationOfThisExporterLoads() throws IOException, ConfigurationException {
        List<Block> shown = blocks("config.yml");

        assertThat(shown).hasSize(4);
        for (Block block : shown) {
            assertThat(load(block.text()).warnings()).as(block.text()).isEmpty();
        }
    }

    @Test
    void configurationsOfBlackboxExporterBecomeTheOnesThatFollow() throws IOException {
        List<Block> all = blocks();
        List<Block> before = blocks("blackbox.yml");

        assertThat(before).hasSize(2);
        for (Block block : before) {
            CommandRun command = new CommandRun().stdin(block.text());
            command.run("convert", "-");
            assertThat(withoutComments(command.out()))
                    .isEqualTo(all.get(all.indexOf(block) + 1).text());
        }
    }

    private static String withoutComments(String yaml) {
        return yaml.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void whatIsLeftOutIsToldAsShown() throws IOException {
        Path file = Files.writeString(directory.resolve("blackbox.yml"), WITH_SOME_LEFT_OUT);
        CommandRun command = new CommandRun();

        assertThat(command.run("convert", file.toString())).isEqualTo(4);
        assertThat(command.err().replace(directory + "/", "")).isEqualTo(shown());
    }

    private static String shown() throws IOException {
        return TOLD.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void prometheusTakesItsConfigurations() throws IOException, InterruptedException {
        Path promtool = Programs.require("promtool");
        List<Block> shown = blocks("prometheus.yml");

        assertThat(shown).hasSize(3);
        for (Block block : shown) {
            Path file = Files.writeString(directory.resolve("prometheus.yml"), block.text());
            Process check = new ProcessBuilder(promtool.toString(), "check", "config", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(check.waitFor()).as(said).isZero();
        }
    }

    @Test
    void everyMetricOfThisExporterThatItNamesIsThere() throws IOException {
        List<String> known =
                Arrays.stream(ProbeMetric.values()).map(ProbeMetric::metricName).toList();

        assertThat(METRIC.matcher(Files.readString(PAGE)).results().map(metric -> metric.group()))
                .hasSizeGreaterThan(20)
                .isSubsetOf(known);
    }

    private Loaded load(String yaml) throws IOException, ConfigurationException {
        Path file = Files.writeString(directory.resolve("config.yml"), yaml);
        return new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class)).load();
    }

    private static List<Block> blocks(String name) throws IOException {
        return blocks().stream().filter(block -> block.name().equals(name)).toList();
    }

    private static List<Block> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .toList();
    }
}
