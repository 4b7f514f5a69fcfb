package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.cli.Surroundings.Destination;
import dev.websocketexporter.render.terminal.TerminalStyle.Ability;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    private static final Map<String, String> UTF8 = Map.of("LANG", "C.UTF-8");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void terminalHasColoursAndACursor() {
        Terminal terminal = terminal(true, UTF8);
        assertThat(terminal.isInteractive()).isTrue();
        assertThat(terminal.style().abilities())
                .containsExactlyInAnyOrder(Ability.COLOURS, Ability.BLOCKS, Ability.WRAPPING);
    }

    @Test
    void pipeHasNeither() {
        Terminal terminal = terminal(false, UTF8);
        assertThat(terminal.isInteractive()).isFalse();
        assertThat(terminal.style().abilities()).containsExactly(Ability.BLOCKS);
    }

    @Test
    void noColorLeavesTheCursor() {
        Terminal terminal = terminal(true, Map.of("NO_COLOR", "1"));
        assertThat(terminal.isInteractive()).isTrue();
        assertThat(terminal.style().abilities()).containsExactly(Ability.WRAPPING);
    }

    @Test
    void emptyNoColorAsksForNothing() {
        assertThat(terminal(true, Map.of("NO_COLOR", "")).style().abilities()).contains(Ability.COLOURS);
    }

    @Test
    void dumbTerminalGetsPlainLines() {
        Terminal terminal = terminal(true, Map.of("TERM", "dumb"));
        assertThat(terminal.isInteractive()).isFalse();
        assertThat(terminal.style().abilities()).containsExactly(Ability.WRAPPING);
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "80, 80", "40, 40", "5, 30", "100000, 80", "0, 80", "wide, 80", "9999, 160"})
    void widthIsThatOfTheEnvironment(String columns, int width) {
        assertThat(terminal(true, Map.of("COLUMNS", columns)).style().width()).isEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL, en_US.utf8, true", "LC_CTYPE, C.UTF-8, true", "LANG, C, false", "LANG, de_DE@euro, false"})
    void blocksAreForTerminalsOfUnicode(String variable, String value, boolean blocks) {
        assertThat(terminal(true, Map.of(variable, value)).style().abilities().contains(Ability.BLOCKS))
                .isEqualTo(blocks);
    }

    @Test
    void linesAreDrawnOverUntilSomethingElseIsPrinted() {
        Terminal terminal = terminal(true, UTF8);
        terminal.redraw(List.of("one"));
        terminal.redraw(List.of("one", "two"));
        terminal.println("three");
        terminal.redraw(List.of("four"));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(drawn("one\n") + "\u001b[1A\u001b[J" + drawn("one\ntwo\n") + "three\n" + drawn("four\n"));
    }

    /** However narrow the terminal is, a line that can be drawn over is one line of it. */
    private static String drawn(String lines) {
        return "\u001b[?7l" + lines + "\u001b[?7h";
    }

    @Test
    void pipeGetsNoSequences() {
        terminal(false, UTF8).redraw(List.of("one"));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
    }

    private Terminal terminal(boolean isTerminal, Map<String, String> environment) {
        return Terminal.of(
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                isTerminal ? Destination.TERMINAL : Destination.OTHER,
                environment);
    }
}
