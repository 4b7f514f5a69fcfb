package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the scripts in {@code bench/} say of arguments, before they build anything. */
@Timeout(30)
class ScriptArgumentsTest {
    private static final Path SCRIPTS = Path.of("bench");

    /** JMH has flags of its own. */
    private static final String PASSES_ALL_ON = "jmh";

    private record Said(int status, String output, String errors) {}

    @ParameterizedTest
    @MethodSource("scripts")
    void misspelledFlagEndsTheScriptBeforeItBuilds(String script) throws Exception {
        Said said = run(script, "--quik");

        assertThat(said.status).isEqualTo(2);
        assertThat(said.output).isEmpty();
        assertThat(said.errors).isEqualTo(expected(script, "--quik"));
    }

    /** As its head shows them. */
    private static String expected(String script, String wrong) throws IOException {
        String flags = Files.readString(SCRIPTS.resolve(script))
                .lines()
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.contains("bench/" + script))
                .flatMap(line -> Stream.of(line.split("[^-=a-zA-Z]+")))
                .filter(word -> word.startsWith("--"))
                .distinct()
                .sorted()
                .map(flag -> flag + ", ")
                .reduce("", String::concat);
        return script + ": unknown argument " + wrong + " (expected: " + flags + "--help, or none)\n";
    }

    @ParameterizedTest
    @CsvSource({
        "walls, --wall=",
        "walls, quick",
        "walls, -q",
        "soak, --rate=0",
        "soak, --rate=fast",
        "soak, --faults=10",
        "servers, all",
        "watch, memory",
        "watch, --part=",
    })
    void argumentThatTheHeadDoesNotShowIsUnknown(String script, String argument) throws Exception {
        Said said = run(script, argument);

        assertThat(said.status).isEqualTo(2);
        assertThat(said.errors).isEqualTo(expected(script, argument));
    }

    @ParameterizedTest
    @CsvSource({"suites, /no/such/directory, is no directory", "suites, --list, no directory is named"})
    void suitesNeedADirectory(String script, String argument, String expected) throws Exception {
        Said said = run(script, argument);

        assertThat(said.status).isEqualTo(2);
        assertThat(said.errors).contains(expected).hasLineCount(1);
    }

    @Test
    void watchNamesItsParts() throws Exception {
        Said said = run("watch", "--quick", "--part=pongs");

        assertThat(said.status).isEqualTo(2);
        assertThat(said.errors).isEqualTo("watch: --part=pongs (expected: one of memory, pings, feed, beside, drop)\n");
    }

    @Test
    void helpIsTheHeadOfTheScript() throws Exception {
        Said said = run("walls", "--quick", "--help");

        assertThat(said.status).isZero();
        assertThat(said.output).startsWith("Hurts an exporter").contains("[--wall=WORDS]");
    }

    static List<String> scripts() {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".sh") && !name.equals(PASSES_ALL_ON))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Said run(String script, String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                Programs.require("bash").toString(),
                                SCRIPTS.resolve(script).toString()),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), output, errors);
    }
}
