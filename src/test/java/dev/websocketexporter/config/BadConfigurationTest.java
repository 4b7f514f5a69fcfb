package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.websocketexporter.config.yaml.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row of {@code bad-configurations.txt} for each rule: what is wrong, and the exact words of the report. */
class BadConfigurationTest {
    private static final String ROW = "#### ";
    private static final String MESSAGE = ">>> ";

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isRefusedInTheseWords(String name, String yaml, String messages) {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class,
                () -> Yaml.load(yaml.getBytes(StandardCharsets.UTF_8), Path.of("/no-such-directory")));

        assertThat(refused).as(name).isNotNull();
        assertThat(refused.getMessage()).isEqualTo(messages);
    }

    @Test
    void theTableIsRead() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(140);
    }

    /** Wherever a secret may stand, the table has this word. */
    @Test
    void noMessageShowsASecret() throws IOException {
        List<Object[]> rows = rows().stream().map(Arguments::get).toList();

        assertThat(rows).filteredOn(row -> row[1].toString().contains("MARKER")).hasSizeGreaterThan(30);
        assertThat(rows).allSatisfy(row -> assertThat(row[2].toString()).doesNotContain("MARKER"));
    }

    private static List<Arguments> rows() throws IOException {
        try (InputStream in = BadConfigurationTest.class.getResourceAsStream("bad-configurations.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(table.split("(?m)^" + ROW))
                    .skip(1)
                    .map(BadConfigurationTest::row)
                    .toList();
        }
    }

    private static Arguments row(String text) {
        List<String> lines = text.lines().skip(1).toList();
        String yaml = lines.stream()
                .filter(line -> !line.startsWith(MESSAGE))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        String messages = lines.stream()
                .filter(line -> line.startsWith(MESSAGE))
                .map(line -> line.substring(MESSAGE.length()))
                .collect(Collectors.joining("\n"));
        return Arguments.of(text.lines().findFirst().orElseThrow(), yaml, messages);
    }
}
