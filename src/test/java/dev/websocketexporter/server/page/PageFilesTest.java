package dev.websocketexporter.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageFilesTest {
    /** So much may all of it be that a browser loads, uncompressed. */
    private static final int BUDGET_BYTES = 60_000;

    private static final Path SOURCES = Path.of("src/main/resources/dev/websocketexporter/server/page");

    private final PageFiles files = new PageFiles();

    @Test
    void allFilesTogetherAreSmall() {
        int bytes = PageFiles.NAMES.stream()
                .mapToInt(name -> files.text(name).getBytes(StandardCharsets.UTF_8).length)
                .sum();

        assertThat(bytes).isLessThan(BUDGET_BYTES);
    }

    @Test
    void everyFileIsServed() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            assertThat(sources.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(PageFiles.NAMES);
        }
    }

    static List<String> scripts() {
        return PageFiles.NAMES.stream().filter(name -> name.endsWith(".js")).toList();
    }

    /** Texts are made into text nodes; nothing is parsed as markup or run as a script. */
    @ParameterizedTest
    @MethodSource("scripts")
    void scriptMakesNoMarkupOfTexts(String name) {
        assertThat(files.text(name))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "DOMParser", "document.write", "eval(")
                .doesNotContain("javascript:", "new Function", ".style");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void scriptIsShortEnoughToBeRead(String name) {
        assertThat(files.text(name).lines()).hasSizeLessThan(300);
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        for (String name : PageFiles.NAMES) {
            assertThat(files.text(name).replace("http://www.w3.org/2000/svg", ""))
                    .as(name)
                    .doesNotContain("://", "@import", " url(", ":url(");
        }
    }
}
