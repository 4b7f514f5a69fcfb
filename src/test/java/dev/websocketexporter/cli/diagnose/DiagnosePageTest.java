package dev.websocketexporter.cli.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.cli.diagnose.LikelyCause.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on diagnoses knows every change and every cause, and its examples say what the program says. */
class DiagnosePageTest {
    private static final Pattern WORD = Pattern.compile("`([a-z_0-9]+)`");

    @Test
    void tablesHaveEveryChangeAndEveryCauseAndNoOther() throws IOException {
        TreeSet<String> inTables = new TreeSet<>();
        for (String line : page().lines().filter(row -> row.startsWith("| ")).toList()) {
            boolean ofChanges = line.split("\\|").length == 4 && !line.startsWith("| `");
            String cell = line.split("\\|")[ofChanges ? 2 : 1];
            WORD.matcher(cell).results().forEach(word -> inTables.add(word.group(1)));
        }
        TreeSet<String> known = new TreeSet<>();
        Stream.concat(
                        Arrays.stream(Change.values()).map(Change::label),
                        Arrays.stream(Kind.values()).map(Kind::label))
                .forEach(known::add);
        assertThat(inTables).isEqualTo(known);
    }

    @Test
    void examplesSayWhatTheProgramSays() throws IOException {
        Found origin = Found.of("ws://localhost:8081/origin");
        Found stripped =
                Found.of("ws://localhost:8080/socket").failing(426).answered(426, null, "Server: nginx/1.22.1");
        assertThat(page())
                .contains(DiagnosisText.heading("ws://localhost:8081/origin", "websocket", Duration.ofSeconds(10)))
                .contains(LikelyCauses.of(origin.failing(401).diagnosis(origin.as(Change.OWN_ORIGIN)))
                        .sentence())
                .contains(LikelyCauses.of(stripped.diagnosis(
                                stripped.outcome(origin.outcome()).as(Change.PLAIN_GET)))
                        .sentence());
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/diagnose.md"));
    }
}
