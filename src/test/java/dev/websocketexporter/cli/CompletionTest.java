package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts know what the tables of flags know, and shells can run them. */
@Timeout(30)
class CompletionTest {
    private static final List<FlagRow> SERVER = List.of(
            new FlagRow("--web.config.file", null, FlagRow.FILE, "TLS and so on: [all] of it's.", List.of()),
            new FlagRow("--log.level", null, "LEVEL", "How much.", List.of("debug", "info")),
            new FlagRow("--version", null, null, "Print it.", List.of()));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void scriptNamesEveryCommandAndEveryFlagWithItsValues(String shell) {
        String script = script(shell);
        for (Command command : Command.values()) {
            assertThat(script).contains(command.word());
        }
        for (ProbeFlag flag : ProbeFlag.values()) {
            assertThat(script).contains(flag.row().name());
            assertThat(script).contains(String.join(" ", flag.row().words()));
        }
        assertThat(script).contains("--web.config.file", "--log.level", "debug info", "--version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "websocket-exporter pr | probe",
                "websocket-exporter --log | --log.level",
                "'websocket-exporter --log.level ' | debug info",
                "websocket-exporter --log.level = d | debug",
                "websocket-exporter probe --ou | --output",
                "websocket-exporter probe --output j | json",
                "websocket-exporter probe --output = m | metrics",
                "'websocket-exporter probe --output = ' | text json metrics",
                "'websocket-exporter probe --send ' | ''",
                "websocket-exporter probe --insecure --co | --config.file --count",
                "websocket-exporter di | diagnose",
                "'websocket-exporter diagnose --output = ' | text json",
                "websocket-exporter diagnose --co | --config.file",
                "websocket-exporter conv | convert",
                "websocket-exporter convert --h | --help",
                "websocket-exporter completion z | zsh",
                "websocket-exporter completion --log | ''"
            })
    void bashCompletesWhatCanFollow(String typed, String offered) throws Exception {
        String[] words = typed.split(" ", -1);
        String line = Arrays.stream(words).map(word -> "'" + word + "'").reduce("", (all, word) -> all + " " + word);
        String ran = run(
                "bash",
                "-c",
                "source " + saved("bash") + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                        + "; _websocket_exporter; echo \"${COMPREPLY[*]}\"");
        assertThat(ran.strip()).isEqualTo(offered);
    }

    @Test
    void bashCompletesFiles() throws Exception {
        assertBashCompletes("my-config.yml", "probe --config.file my-", 3);
    }

    @Test
    void bashCompletesTheFileOfACommand() throws Exception {
        assertBashCompletes("blackbox.yml", "convert bl", 2);
    }

    private void assertBashCompletes(String file, String words, int last) throws Exception {
        Files.writeString(directory.resolve(file), "");
        String ran = run(
                "bash",
                "-c",
                "cd " + directory + "; source " + saved("bash") + "; COMP_WORDS=(websocket-exporter " + words
                        + "); COMP_CWORD=" + last + "; _websocket_exporter; echo \"${COMPREPLY[*]}\"");
        assertThat(ran).isEqualTo(file + "\n");
    }

    @Test
    void zshTakesTheScript() throws Exception {
        Programs.require("zsh");
        assertThat(run("zsh", "-n", saved("zsh"))).isEmpty();
    }

    private static String script(String shell) {
        return shell.equals("bash") ? Completion.bash(SERVER) : Completion.zsh(SERVER);
    }

    private String saved(String shell) throws IOException {
        return Files.writeString(directory.resolve("completion." + shell), script(shell))
                .toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
