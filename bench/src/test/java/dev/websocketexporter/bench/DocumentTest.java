package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    private static final String PAGE = "a\n<!-- bench x -->\nold\n<!-- /bench x -->\nb\n";

    @Test
    void onlyWhatIsBetweenTheMarkersIsReplaced() {
        String page = Document.with(PAGE, "x", "new\n");
        assertThat(page).isEqualTo("a\n<!-- bench x -->\n\nnew\n\n<!-- /bench x -->\nb\n");
        assertThat(Document.with(page, "x", "new\n")).isEqualTo(page);
    }

    @Test
    void aPageWithoutTheMarkersIsRefused() {
        assertThatThrownBy(() -> Document.with(PAGE, "y", "new"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<!-- bench y -->");
    }

    /** Else a run of many minutes would end with nowhere to put its tables. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpu",
                "p50",
                "p99",
                "throughput",
                "rate-cpu",
                "rate-p50",
                "rate-p99",
                "accuracy-everyday",
                "start",
                "memory",
                "failures",
                "accuracy",
                "everyday-run",
                "everyday-cpu",
                "everyday-durations",
                "everyday-hot",
                "everyday-idle",
                "everyday-memory",
                "everyday-quota",
                "everyday-pinned",
                "everyday-failures"
            })
    void thePageHasAPlaceForEveryTable(String name) throws IOException {
        String page = Files.readString(Path.of("docs", "performance.md"));
        assertThat(Document.with(page, name, "a table")).contains("a table");
    }

    @Test
    void thePageAboutScalingHasAPlaceForTheSoak() throws IOException {
        String page = Files.readString(Path.of("docs", "scaling.md"));
        assertThat(Document.with(page, "soak", "a table")).contains("a table");
    }
}
