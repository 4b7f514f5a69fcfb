package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they lie on a disk. */
class ConfigurationSourceTest {
    @TempDir
    Path directory;

    @Test
    void theEmbeddedConfigurationHasTheModuleWebsocketWithAllDefaults() throws ConfigurationException {
        Loaded loaded = new ConfigurationSource(null, Set.of()).load();

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.configuration().targetPolicy()).isEqualTo(TargetPolicy.DEFAULT);
        assertThat(loaded.configuration().modules()).containsEntry("websocket", ProbeModule.withDefaults("websocket"));
    }

    @Test
    void aMistakeNamesTheFileAsTheUserDid() throws IOException {
        Path file = Files.writeString(directory.resolve("config.yml"), "modules: {}\n");

        assertThatThrownBy(() -> new ConfigurationSource(file, Yaml.TLS_VERSIONS).load())
                .hasMessage(file + ":1:10: modules: is empty (expected: at least one module, such as websocket:"
                        + " {prober: websocket})");
    }

    @Test
    void aFileThatIsNotThereIsAMistake() {
        Path file = directory.resolve("absent.yml");

        assertThatThrownBy(() -> new ConfigurationSource(file, Yaml.TLS_VERSIONS).load())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": cannot be read: no such file");
    }

    @Test
    void aDirectoryIsAMistake() {
        assertThatThrownBy(() -> new ConfigurationSource(directory, Yaml.TLS_VERSIONS).load())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(directory + ": cannot be read: is a directory");
    }

    @Test
    void aFileThatIsTooLargeIsAMistake() throws IOException {
        Path file = directory.resolve("huge.yml");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(1L << 32);
        }

        assertThatThrownBy(() -> new ConfigurationSource(file, Yaml.TLS_VERSIONS).load())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": is larger than 3 MiB (expected: a configuration)");
        assertThatThrownBy(() ->
                        Yaml.load("modules: {chat: {websocket: {http_config: {bearer_token_file: " + file + "}}}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith(file + ": is larger than 64 KiB (expected: a file with one line of text)");
        assertThatThrownBy(() ->
                        Yaml.load("modules: {chat: {websocket: {http_config: {tls_config: {ca_file: " + file + "}}}}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith(
                        file + ": is larger than 16384 KiB (expected: a file with at least one certificate in PEM)");
    }

    @Test
    void otherEncodingsThanUtf8AreRefusedWhereTheyShow() {
        byte[] latin1 = "modules:\n  caf\u00e9: {}\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] cutUtf16 = {(byte) 0xfe, (byte) 0xff, 0, 'm', 0};

        assertThatThrownBy(() -> Yaml.load(latin1, directory))
                .hasMessage("config.yml:2:6: not UTF-8 (expected: a text file in UTF-8)");
        assertThatThrownBy(() -> Yaml.load(cutUtf16, directory))
                .hasMessage("config.yml:1:2: not UTF-16 (expected: a text file in UTF-8)");
    }

    @Test
    void aFileCutInTheMiddleOfACharacterIsRefused() {
        byte[] cut = {'m', ':', ' ', (byte) 0xc3};

        assertThatThrownBy(() -> Yaml.load(cut, directory))
                .hasMessage("config.yml:1:4: not UTF-8 (expected: a text file in UTF-8)");
    }

    @Test
    void controlCharactersAreRefusedWhereTheyStand() {
        assertThatThrownBy(() -> Yaml.load("modules:\n  \u0000chat: {}\n"))
                .hasMessage("config.yml:2:3: not valid YAML: holds the character U+0000 (expected: printable text)");
    }

    @Test
    void lineBreaksInTheFileMakeNoLinesInTheMessage() {
        assertThatThrownBy(() -> Yaml.load("modules: {\"a\\nb\\tc\": {}}"))
                .hasMessage("config.yml:1:11: modules.\"a\\u000Ab\\u0009c\": is no name of a module"
                        + " (expected: one line of text)");
    }

    @Test
    void longTextIsCutInTheMessage() {
        assertThatThrownBy(() -> Yaml.load("modules: {chat: {timeout: " + "x".repeat(5_000) + "}}"))
                .hasMessage("config.yml:1:27: modules.chat.timeout: \"" + "x".repeat(60)
                        + "…\" is no duration (expected: a duration > 0 with its unit, such as 5s, 500ms or 1m30s)");
    }

    private static String withRoots(String file) {
        return "modules: {chat: {websocket: {http_config: {tls_config: {ca_file: " + file + "}}}}}";
    }
}
