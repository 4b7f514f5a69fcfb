package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between the documents lead somewhere: to a file that is there, and to a heading in it. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

    /** All that the repository has, and nothing that a build or a package manager has put there. */
    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.find(Path.of(""), 9, (file, attributes) -> attributes.isRegularFile())) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file ->
                            !file.startsWith("target") && !file.toString().contains("node_modules"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) throws IOException {
        Path directory = document.toAbsolutePath().getParent();
        for (Matcher link = LINK.matcher(prose(document)); link.find(); ) {
            Path file = link.group(1).isEmpty() ? document : directory.resolve(link.group(1));
            assertThat(file).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(file)).as(link.group()).contains(link.group(2));
            }
        }
    }

    /** Every document of the directory is one that the README leads to. */
    @ParameterizedTest
    @MethodSource("documents")
    void theReadmeLeadsToEveryDocument(Path document) throws IOException {
        if (document.startsWith("docs")) {
            assertThat(Files.readString(Path.of("README.md"))).contains("](" + document + ")");
        }
    }

    /** As GitHub makes them: lower case, without punctuation, with dashes for spaces. */
    private static Set<String> anchors(Path file) throws IOException {
        return HEADING.matcher(prose(file))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String prose(Path file) throws IOException {
        return CODE.matcher(Files.readString(file)).replaceAll("");
    }
}
