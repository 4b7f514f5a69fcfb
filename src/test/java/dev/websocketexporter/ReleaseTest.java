package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a release leans on: the changelog keeps its form, and the version of the pom is the one that is repeated. */
class ReleaseTest {
    private static final Path CHANGELOG = Path.of("CHANGELOG.md");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>websocket-exporter</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
    private static final Pattern RELEASED = Pattern.compile("(\\d+\\.\\d+\\.\\d+) / \\d{4}-\\d{2}-\\d{2}");
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\* .*$");
    private static final Pattern CHART = Pattern.compile("(?m)^appVersion: (\\S+)$");
    private static final Pattern ARTEFACT = Pattern.compile("websocket[-_]exporter[-_:](\\d+\\.\\d+\\.\\d+)");
    private static final Pattern IMAGE = Pattern.compile("image: \\S+/websocket_exporter:(\\S+)");

    @Test
    void everySectionButTheFirstIsOfAReleaseAndHasItsDate() throws IOException {
        List<String> sections = sections();

        assertThat(sections.get(0)).matches("Unreleased|" + RELEASED);
        assertThat(sections.subList(1, sections.size())).allMatch(RELEASED.asMatchPredicate());
        assertThat(sections).doesNotHaveDuplicates();
    }

    @Test
    void everyEntrySaysOfWhatKindItIs() throws IOException {
        assertThat(found(ENTRY, Files.readString(CHANGELOG)).map(MatchResult::group))
                .isNotEmpty()
                .allMatch(entry -> entry.matches("\\* \\[(CHANGE|FEATURE|ENHANCEMENT|BUGFIX|SECURITY)] .+"));
    }

    @Test
    void theExampleForKubernetesNamesTheVersion() throws IOException {
        String deployment = Files.readString(Path.of("examples", "kubernetes", "deployment.yaml"));

        assertThat(found(IMAGE, deployment).map(image -> image.group(1))).containsExactly(version());
    }

    @Test
    void theChartNamesTheVersion() throws IOException {
        String chart = Files.readString(Path.of("charts", "websocket-exporter", "Chart.yaml"));

        assertThat(found(CHART, chart).map(line -> line.group(1))).containsExactly(version());
    }

    /** After a release the pom has the next version, which nobody can install yet. */
    @ParameterizedTest
    @CsvSource({"README.md, 6", "docs/command-line.md, 1", "docs/running.md, 1", "docs/scaling.md, 1"})
    void whatIsInstalledIsOfTheNewestReleaseOrOfTheFirstToCome(Path page, int times) throws IOException {
        String newest = sections().stream()
                .filter(RELEASED.asMatchPredicate())
                .map(section -> section.substring(0, section.indexOf(' ')))
                .findFirst()
                .orElse(version());

        assertThat(found(ARTEFACT, Files.readString(page)).map(artefact -> artefact.group(1)))
                .hasSizeGreaterThanOrEqualTo(times)
                .containsOnly(newest);
    }

    /** With {@code -Drelease}, as {@code docs/releasing.md} says: before that nobody knows the day. */
    @Test
    @EnabledIfSystemProperty(named = "release", matches = ".*")
    void theNewestSectionIsOfTheVersion() throws IOException {
        assertThat(sections().get(0)).startsWith(version() + " / ");
    }

    private static String version() throws IOException {
        return found(VERSION, Files.readString(Path.of("pom.xml")))
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private static List<String> sections() throws IOException {
        return found(SECTION, Files.readString(CHANGELOG))
                .map(section -> section.group(1))
                .toList();
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
