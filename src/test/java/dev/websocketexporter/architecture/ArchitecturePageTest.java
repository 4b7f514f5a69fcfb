package dev.websocketexporter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on the architecture draws what the architecture test checks, and names files that are there. */
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("docs/architecture.md");

    /** With {@code mvn test -Dgenerate}, the drawing is written instead of compared. */
    private static final String WRITE = "generate";

    private static final Pattern DRAWING =
            Pattern.compile("(?s)(<!-- made by ArchitecturePageTest -->\n).*?(<!-- end -->)");
    private static final Pattern TYPE = Pattern.compile("`((?:[a-z0-9]+/)*)([A-Z]\\w*[a-z]\\w*)`");

    @Test
    void drawingIsMadeOfTheRulesThatTheArchitectureTestReads() throws IOException {
        String page = Files.readString(PAGE);
        Matcher drawing = DRAWING.matcher(page);
        assertThat(drawing.find()).as("the markers of the drawing").isTrue();
        String expected = drawing.replaceFirst(
                Matcher.quoteReplacement(drawing.group(1) + RoomDrawing.mermaid() + drawing.group(2)));
        if (System.getProperty(WRITE) != null) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("%s; mvn test -D%s writes the drawing", PAGE, WRITE)
                .isEqualTo(expected);
    }

    @Test
    void everyTypeThatThePageNamesIsThere() throws IOException {
        List<String> sources = sources();
        List<String> missing = new ArrayList<>();
        TYPE.matcher(Files.readString(PAGE)).results().forEach(named -> {
            String file = "/" + named.group(1) + named.group(2) + ".java";
            if (sources.stream().noneMatch(source -> source.endsWith(file))) {
                missing.add(named.group(1) + named.group(2));
            }
        });
        assertThat(missing).isEmpty();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .toList();
        }
    }
}
