package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.render.WatchMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/watch.md} and the README show what works, and leave no metric out. */
class WatchPageTest {
    private static final Path PAGE = Path.of("docs/watch.md");
    private static final Pattern CONFIGURATION = Pattern.compile("(?ms)^```yaml\n(modules:.*?)^```$");
    private static final Pattern METRIC = Pattern.compile("\\bwebsocket_(?!exporter|watch\\b)\\w+");
    private static final Pattern SUFFIX = Pattern.compile("_(bucket|sum|count)$");

    private static final Set<String> KNOWN =
            Arrays.stream(WatchMetric.values()).map(WatchMetric::metricName).collect(Collectors.toSet());

    @Test
    void theConfigurationThatItShowsLoads(@TempDir Path directory) throws IOException, ConfigurationException {
        List<String> shown = CONFIGURATION
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(shown).hasSize(1);

        assertThat(load(shown.get(0), directory).watches()).hasSize(2);
    }

    @Test
    void whatTheReadmeShowsLoadsBesideItsModules(@TempDir Path directory) throws IOException, ConfigurationException {
        Readme readme = Readme.read();
        Path token = Files.writeString(directory.resolve("token"), "guess\n");
        String modules = readme.block("yaml", "modules:\n").replace("/run/secrets/token", token.toString());

        assertThat(load(modules + readme.block("yaml", "watch:\n"), directory).watches())
                .hasSize(1);
    }

    private static Configuration load(String text, Path directory) throws IOException, ConfigurationException {
        Path file = Files.writeString(directory.resolve("config.yml"), text);
        Loaded loaded = new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class)).load();
        assertThat(loaded.warnings()).isEmpty();
        return loaded.configuration();
    }

    @Test
    void itSaysWhatEachMetricTellsAndNamesNoOther() throws IOException {
        Set<String> named = METRIC.matcher(Files.readString(PAGE))
                .results()
                .map(found -> SUFFIX.matcher(found.group()).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).containsExactlyInAnyOrderElementsOf(KNOWN);
    }

    /** The README and the page show the same job, so that nobody has to choose. */
    @Test
    void theJobIsThatOfTheReadme() throws IOException {
        assertThat(Files.readString(PAGE)).contains(Readme.read().block("yaml", "metrics_path: /watch"));
    }
}
