package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.ConfigurationYaml;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configurations of blackbox_exporter become configurations of this exporter. Each sample has what is made of it beside it;
 * {@code mvn test -Dgenerate -Dtest=ConvertCommandTest} writes that.
 */
@Timeout(60)
class ConvertCommandTest {
    private static final Path RESOURCES = Path.of("src/test/resources/dev/websocketexporter");
    private static final Path SAMPLES = RESOURCES.resolve("cli/convert");
    private static final Path DROP_IN = RESOURCES.resolve("config/blackbox");
    private static final Pattern LINE = Pattern.compile("[^:]+\\.yml:[1-9][0-9]*:[1-9][0-9]*: [^:]+: .+ \\(.+\\).*");

    @TempDir
    private Path directory;

    private final CommandRun command = new CommandRun();

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .filter(file -> !file.toString().endsWith(".converted.yml"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> modulesOfTheWebsocketProber() throws IOException {
        try (Stream<Path> files = Files.list(DROP_IN)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sampleBecomesWhatIsBesideItAndPassesTheCheck(Path sample) throws IOException, ConfigurationException {
        int status = command.run("convert", sample.toString());

        Generated.assertUpToDate(beside(sample, ".converted.yml"), command.out());
        Generated.assertUpToDate(beside(sample, ".left-out.txt"), command.err());
        assertThat(status).isEqualTo(command.err().isEmpty() ? 0 : 4);
        assertThat(load(command.out()).warnings()).isEmpty();
        assertThat(command.err().lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(command.err()).doesNotContain("mysecret");
    }

    private static Path beside(Path sample, String suffix) {
        return sample.resolveSibling(sample.getFileName().toString().replace(".yml", suffix));
    }

    @ParameterizedTest
    @MethodSource("modulesOfTheWebsocketProber")
    void moduleOfTheWebsocketProberMeansTheSameAfterwards(Path file) throws IOException, ConfigurationException {
        int status = command.run("convert", file.toString());

        assertThat(status).isEqualTo(command.err().isEmpty() ? 0 : 4);
        assertThat(ConfigurationYaml.render(load(command.out()).configuration()))
                .isEqualTo(ConfigurationYaml.render(load(Files.readString(file)).configuration()));
    }

    @Test
    void whatItWritesIsLeftAsItIsWhenConvertedAgain() throws IOException {
        CommandRun first = new CommandRun();
        first.run("convert", SAMPLES.resolve("upgrade-by-http.yml").toString());

        assertThat(command.stdin(first.out()).run("convert", "-")).isZero();
        assertThat(command.out()).isEqualTo(first.out());
    }

    @Test
    void secretsAreCopiedAsTheyAre() throws IOException, ConfigurationException {
        command.run("convert", SAMPLES.resolve("upgrade-by-http.yml").toString());

        assertThat(command.out())
                .contains("credentials: mysecret", "- mysecret", "http://prober:mysecret@proxy.example.com:3128");
    }

    @Test
    void secretThatTheFileDoesNotSayIsTold() throws IOException, ConfigurationException {
        int status = command.stdin("""
                        modules:
                          m:
                            prober: http
                            http:
                              valid_status_codes: [101]
                              bearer_token: <secret>
                              proxy_url: http://prober:xxxxx@proxy.example.com:3128
                              http_headers: {X-Key: {secrets: [<secret>]}, X-Note: {values: ["a <secret>"]}}
                        """).run("convert", "-");

        String line = ": is what /config shows in the place of a secret (instead: the secret, from the file that"
                + " blackbox_exporter was started with)";
        assertThat(status).isEqualTo(4);
        assertThat(command.err().lines())
                .containsExactly(
                        "standard input:6:21: modules.m.http.bearer_token" + line,
                        "standard input:7:18: modules.m.http.proxy_url" + line,
                        "standard input:8:40: modules.m.http.http_headers.X-Key.secrets[0]" + line);
        assertThat(load(command.out()).configuration().modules()).containsOnlyKeys("m");
    }

    @Test
    void standardInputIsReadToItsEnd() {
        assertThat(command.stdin("modules: {m: {prober: websocket}, p: {prober: icmp}}")
                        .run("convert", "-"))
                .isEqualTo(4);
        assertThat(command.out()).endsWith("\nmodules:\n  m:\n    prober: websocket\n");
        assertThat(command.err())
                .isEqualTo(
                        "standard input:1:35: modules.p: left out: a module of the prober icmp, which is not what this"
                                + " exporter probes (instead: keep this module with blackbox_exporter)\n");
    }

    @Test
    void fileWithoutAnythingToKeepIsStatus2AndNothingIsWritten() {
        assertThat(command.stdin("modules: {p: {prober: icmp}}").run("convert", "-"))
                .isEqualTo(2);
        assertThat(command.out()).isEmpty();
        assertThat(command.err())
                .endsWith(
                        "\nstandard input: no module of it can be kept (expected: at least one that probes a WebSocket and"
                                + " loads)\n");
    }

    @Test
    void resultThatCannotBeWrittenIsStatus1() {
        assertThat(command.withoutStdout()
                        .stdin("modules: {m: {prober: websocket}}")
                        .run("convert", "-"))
                .isEqualTo(1);
        assertThat(command.err())
                .isEqualTo("stdout: the result could not be written (expected: a file or pipe that takes it)\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | standard input:1:1: the file is empty (expected: modules: with at least one module)",
                "'- a' | standard input:1:1: the file is a list (expected: modules: with their names)",
                "'module: {}' | standard input:1:1: modules: missing (expected: modules: with their names)",
                "'modules: a' | standard input:1:10: modules: is a single value (expected: a mapping of names to modules)",
                "'modules: {m: {prober: [websocket}' | standard input:1:33: not valid YAML: a bracket is not closed, or a"
                        + " comma is missing (expected: a closing bracket, or quotes around a text with brackets or a ? in"
                        + " it)",
                "'modules: {m: 1, m: 2}' | standard input:1:17: modules.m: duplicate key, first in line 1 (expected: once)",
            })
    void fileThatCannotBeReadIsStatus2WithOneLine(String yaml, String line) {
        assertThat(command.stdin(yaml).run("convert", "-")).isEqualTo(2);
        assertThat(command.out()).isEmpty();
        assertThat(command.err()).isEqualTo(line + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "convert | convert: no file (expected: websocket-exporter convert blackbox.yml, or - for the standard input)",
                "convert a b | convert: 2 files (expected: websocket-exporter convert blackbox.yml, or - for the standard"
                        + " input)",
                "convert --config.file=a | --config.file: unknown flag of convert (expected: a file, or - for the standard"
                        + " input)",
                "convert a\0b | \"a?b\" is no path (Nul character not allowed) (expected: one of a file, or - for the standard"
                        + " input)",
                "convert nowhere.yml | nowhere.yml: cannot be read: no such file",
            })
    void badUsageIsStatus2WithOneLine(String words, String line) {
        assertThat(command.run(words.split(" "))).isEqualTo(2);
        assertThat(command.out()).isEmpty();
        assertThat(command.err()).startsWith(line).hasLineCount(1);
    }

    @Test
    void helpSaysWhatItDoes() {
        assertThat(command.run("convert", "--help")).isZero();
        assertThat(command.out()).contains("Usage: websocket-exporter convert FILE", "Exit status: 0");
    }

    private Loaded load(String yaml) throws IOException, ConfigurationException {
        Path file = Files.writeString(directory.resolve("config.yml"), yaml);
        return new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class)).load();
    }
}
