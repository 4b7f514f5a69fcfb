package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's first probe works, and answers what the README shows. */
@Tag("e2e")
@Timeout(90)
class ReadmeE2eIT {
    @TempDir
    private Path directory;

    @Test
    void theFirstProbeAnswersWhatIsShown() throws IOException {
        Readme readme = Readme.read();
        assertThat(readme.block("sh", "mvn -q package")).contains("java -jar target/websocket-exporter.jar\n");
        String command = readme.block("sh", "curl").strip();
        assertThat(command).startsWith("curl 'localhost:10115/").endsWith("'");
        try (Exporter exporter = Exporter.start(directory)) {
            String path = command.substring("curl 'localhost:10115".length(), command.length() - 1);
            String answer = exporter.get(path.replace("localhost:10115", "localhost:" + exporter.port()))
                    .body();
            assertThat(answer).contains("\nprobe_success 1.0\n");
            assertThat(series(answer)).isEqualTo(series(readme.block("text", "probe_success")));
        }
    }

    /** The series without their values; one whose labels tell of the machine without these too. */
    private static Set<String> series(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.substring(0, line.lastIndexOf(' ')).replaceFirst("ip=\"[^\"]*\"", "ip"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
