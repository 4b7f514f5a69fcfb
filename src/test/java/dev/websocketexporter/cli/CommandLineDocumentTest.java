package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on the command line knows the flags, the commands and the exit statuses of the code. */
class CommandLineDocumentTest {
    private static final Pattern FLAG_CELL = Pattern.compile("(?m)^\\| (`-[^|]*) \\|");
    private static final Pattern FLAG = Pattern.compile("`(-[^`]+)`");
    private static final Pattern STATUS = Pattern.compile("(?m)^\\| ([0-9]+) \\|");

    @Test
    void everyFlagIsInTheTableAndNoOther() throws IOException {
        List<String> documented = FLAG_CELL
                .matcher(page())
                .results()
                .flatMap(cell -> FLAG.matcher(cell.group(1)).results())
                .map(flag -> flag.group(1))
                .toList();
        TreeSet<String> known = new TreeSet<>();
        for (Command command : Command.values()) {
            for (FlagRow row : command.flags()) {
                known.add(row.name());
                if (row.shortName() != null) {
                    known.add(row.shortName());
                }
            }
        }
        assertThat(new TreeSet<>(documented)).isEqualTo(known);
    }

    @Test
    void everyExitStatusIsInTheTable() throws IOException {
        assertThat(STATUS.matcher(page()).results().map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(
                        Arrays.stream(ExitStatus.values()).map(ExitStatus::code).toList());
    }

    @Test
    void everyCommandIsNamed() throws IOException {
        for (Command command : Command.values()) {
            assertThat(page()).contains("websocket-exporter " + command.word());
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/command-line.md"));
    }
}
