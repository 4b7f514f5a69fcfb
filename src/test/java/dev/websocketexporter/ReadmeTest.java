package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.render.ProbeMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README repeats of other files is there. */
class ReadmeTest {
    private static final Pattern METRIC = Pattern.compile("`(probe_\\w+|websocket_exporter_\\w+)(?:\\{([\\w,]+)})?`");
    private static final Pattern COMPARED = Pattern.compile("(?m)^\\| .+ \\| (?:yes|no) \\| (?:yes|no) \\|$");
    /** Says when a "no" was true, which the README leaves to the page. */
    private static final Pattern LAST_CELL = Pattern.compile("(?<=\\| (?:yes|no) \\|)[^|]*\\|$");

    private static final Pattern NAME = Pattern.compile("(?m)^  (\\w+):$");
    private static final Pattern WORD = Pattern.compile("`(\\w+)`");

    @Test
    void metricsAreThoseOfTheCode() throws IOException {
        List<String> known = Arrays.stream(ProbeMetric.values())
                .map(metric -> metric.metricName() + metric.labels())
                .toList();
        List<String> shown = found(METRIC, readme())
                .map(metric -> metric.group(1)
                        + (metric.group(2) == null
                                ? List.of()
                                : List.of(metric.group(2).split(","))))
                .toList();

        assertThat(shown).hasSizeGreaterThan(8);
        assertThat(known).containsAll(shown);
    }

    @Test
    void theComparisonIsPartOfTheWholeOne() throws IOException {
        List<String> rows = found(COMPARED, readme()).map(MatchResult::group).toList();

        assertThat(rows).hasSizeGreaterThan(8);
        assertThat(Files.readString(Path.of("docs/comparison.md")).lines())
                .extracting(row -> LAST_CELL.matcher(row).replaceFirst(""))
                .containsAll(rows);
    }

    @Test
    void readyModulesAreThoseOfTheExample() throws IOException {
        String example = Files.readString(Path.of("config.example.yml"));
        String ready = example.substring(example.indexOf("---- Ready modules"), example.indexOf("---- Ways to"));
        String readme = readme();
        int list = readme.indexOf("modules to copy for");

        assertThat(found(WORD, readme.substring(list, readme.indexOf('.', list)))
                        .map(name -> name.group(1)))
                .containsExactlyElementsOf(
                        found(NAME, ready).map(name -> name.group(1)).toList());
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
