package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/releasing.md} edits by sed, for the first release and for the one after it. */
@Tag("e2e")
@Timeout(60)
class ReleasingPageE2eIT {
    private static final Pattern EDIT = Pattern.compile("(?m)^sed -i .*$");
    private static final List<String> EDITED = List.of(
            "CHANGELOG.md",
            "README.md",
            "charts/websocket-exporter/Chart.yaml",
            "docs/command-line.md",
            "docs/running.md",
            "docs/scaling.md");
    private static final Pattern INSTALLED = Pattern.compile("websocket[-_]exporter[-_:](\\d+\\.\\d+\\.\\d+)");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");

    @TempDir
    private Path directory;

    private String page;

    @BeforeEach
    void copy() throws IOException {
        page = Files.readString(Path.of("docs/releasing.md"));
        for (String file : EDITED) {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.copy(Path.of(file), directory.resolve(file));
        }
    }

    @Test
    void readmeAndDocumentsAreAtTheNewestReleaseAndSayWhereItIs() throws IOException {
        for (String version : List.of("0.2.0", "0.3.0")) {
            edit("Prepare", version);
            assertThat(sections().get(0)).matches(Pattern.quote(version) + " / \\d{4}-\\d{2}-\\d{2}");
            assertThat(read("charts/websocket-exporter/Chart.yaml")).contains("\nappVersion: " + version + "\n");

            edit("Publish", version);
            assertPublished(version);

            edit("Afterwards", version);
            assertPublished(version);
            assertThat(sections().get(0)).isEqualTo("Unreleased");
            assertThat(sections().get(1)).startsWith(version + " / ");
            assertThat(read("charts/websocket-exporter/Chart.yaml")).doesNotContain("appVersion: " + version);
        }
    }

    private void assertPublished(String version) throws IOException {
        for (String file : EDITED.subList(3, EDITED.size())) {
            assertThat(versions(file)).as(file).containsOnly(version);
        }
        assertThat(versions("README.md")).hasSizeGreaterThan(5).containsOnly(version);
        assertThat(read("README.md"))
                .contains("version " + version + " is at <https://")
                .contains("/releases/tag/v" + version + ">")
                .doesNotContain("published nowhere");
    }

    /** Runs the edits of a section, which are written for 0.2.0 and, afterwards, for 0.2.1. */
    private void edit(String section, String version) throws IOException {
        int begin = page.indexOf("## " + section + "\n");
        int end = page.indexOf("\n## ", begin);
        String edits = EDIT.matcher(page.substring(begin, end < 0 ? page.length() : end))
                .results()
                .map(edit -> edit.group().replace("0.2.0", version).replace("0.2.1", version.replaceFirst("0$", "1")))
                .collect(Collectors.joining("\n"));
        assertThat(edits).isNotEmpty();
        try (ManagedProcess bash = ManagedProcess.start(directory, List.of("bash", "-euc", edits))) {
            assertThat(bash.awaitExit()).as(bash.output()).isZero();
        }
    }

    private List<String> versions(String file) throws IOException {
        return INSTALLED
                .matcher(read(file))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private List<String> sections() throws IOException {
        return SECTION.matcher(read("CHANGELOG.md"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private String read(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }
}
