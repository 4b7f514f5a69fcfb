package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real vmalert loads the rules of {@code alerts/}, but for one line that {@code docs/scraping.md} takes out. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class VmalertE2eIT {
    @TempDir
    private Path directory;

    private Path vmalert;

    @BeforeEach
    void needVmalert() {
        vmalert = Tools.builtByName("vmalert");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void itLoadsAllRules() throws IOException {
        assertThat(Files.readString(Path.of("docs", "scraping.md")))
                .contains("\nsed -i /histogram_count/d alerts/watch.rules.yml");
        List<Path> files = new ArrayList<>();
        for (Path rules : AlertRule.files()) {
            String without = Files.readString(rules).replaceAll("(?m)^.*histogram_count.*\n", "");
            files.add(Files.writeString(directory.resolve(rules.getFileName()), without));
        }

        Exporter.Ended ended = check(files);

        assertThat(ended.status()).as(ended.output()).isZero();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void itsLanguageHasNoNativeHistograms() throws IOException {
        Exporter.Ended ended = check(AlertRule.files());

        assertThat(ended.output()).contains("unsupported function \"histogram_count\"");
        assertThat(ended.status()).isNotZero();
    }

    private Exporter.Ended check(List<Path> files) throws IOException {
        List<String> command = new ArrayList<>(List.of(vmalert.toString(), "-dryRun"));
        files.forEach(file -> command.add("-rule=" + file.toAbsolutePath()));
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }
}
