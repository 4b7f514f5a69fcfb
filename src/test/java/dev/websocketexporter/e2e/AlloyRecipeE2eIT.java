package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The recipe for Grafana Alloy, which is too large to be built here, is read by Alloy's own parser. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(150)
class AlloyRecipeE2eIT {
    private static final Path FILE = ScraperRecipe.DIRECTORY.resolve("alloy/config.alloy");
    private static final Duration IS_BUILT_WITHIN = Duration.ofSeconds(120);

    @Test
    void itIsReadByAlloysParserAndABadOneIsNot(@TempDir Path directory) throws IOException {
        GoModule parser =
                GoModule.copy(Path.of("src", "test", "e2e", "scrapers", "alloy"), directory.resolve("parser"));
        String text = Files.readString(FILE);
        Path bad = Files.writeString(directory.resolve("bad.alloy"), text.replace("clustering {", "clustering = {"));

        parser.run(IS_BUILT_WITHIN, "run", ".", FILE.toAbsolutePath().toString());
        assertThatThrownBy(() -> parser.run(IS_BUILT_WITHIN, "run", ".", bad.toString()))
                .hasMessageContaining("bad.alloy:");
    }

    /** What one component sends to or takes from another must be there. */
    @Test
    void everyComponentThatIsNamedIsThere() throws IOException {
        String text = Files.readString(FILE);

        for (String reference : List.of(
                "discovery.file.chat.targets",
                "discovery.relabel.chat.output",
                "prometheus.remote_write.main.receiver")) {
            String[] names = reference.split("\\.");
            assertThat(text).contains(reference).contains("\n%s.%s \"%s\" {".formatted(names[0], names[1], names[2]));
        }
    }
}
