package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modules that the README shows load. */
class ReadmeModulesTest {
    private static final Pattern MODULES = Pattern.compile("(?s)```yaml\n(modules:.*?)```");

    @Test
    void theyLoad(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("token"), "guess\n");
        List<String> shown = MODULES.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1).replace("/run/secrets/", ""))
                .toList();

        assertThat(shown).hasSize(1);
        assertThat(Yaml.load(shown.get(0).getBytes(StandardCharsets.UTF_8), directory)
                        .warnings())
                .isEmpty();
    }
}
