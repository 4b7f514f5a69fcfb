package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.yaml.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page's links from keys to the reference. */
class KeyPlacesTest {
    @Test
    void everyKeyIsFoundAndNoNameOfTheUser() throws ConfigurationException {
        String yaml = ConfigurationYaml.render(Yaml.load("""
                modules:
                  "\\U0001F600 timeout":
                    timeout: 5s
                    websocket:
                      headers: {timeout: {values: [a, b]}}
                      query_response: [{send: 'timeout: 5s', labels: [{name: x, value: y}]}]
                """).configuration());

        List<String> keys = KeyPlaces.of(yaml).stream()
                .map(place -> yaml.substring(place.begin(), place.end()))
                .toList();

        assertThat(keys)
                .contains("modules", "headers", "values", "query_response", "send", "labels", "name", "value")
                .as("of the module, the heartbeat and the close; not the header, not the text")
                .satisfies(
                        all -> assertThat(Collections.frequency(all, "timeout")).isEqualTo(3))
                .doesNotContain("x", "y", "\uD83D\uDE00 timeout");
    }

    @Test
    void keyLeadsToItsSectionAndSaysWhatItIs() throws ConfigurationException {
        String yaml = ConfigurationYaml.render(Yaml.load("modules: {chat: {websocket: {heartbeat: {pings: 3}}}}")
                .configuration());

        assertThat(KeyPlaces.of(yaml)).anySatisfy(place -> {
            assertThat(yaml.substring(place.begin(), place.end())).isEqualTo("pings");
            assertThat(place.section()).isEqualTo("heartbeat");
            assertThat(place.help()).isNotBlank();
        });
    }

    static Stream<ConfigKeys.Place> keys() {
        return ConfigKeys.places().stream()
                .filter(place -> !place.key().name().equals(Key.NAME)
                        && !place.key().name().equals(Key.ENTRY));
    }

    /** A new block needs its name in KeyPlaces.OWN_SECTIONS if it has a section of its own. */
    @ParameterizedTest
    @MethodSource("keys")
    void sectionOfEveryKeyIsAboutItOrHasTheTableThatItIsIn(ConfigKeys.Place place) throws IOException {
        String section = "the-file";
        for (String part : place.path().replace(Key.ENTRY, "").split("\\.")) {
            section = KeyPlaces.sectionOf(part, section);
        }
        Map<String, String> sections = sections();
        assertThat(sections).containsKey(section);
        String text = sections.getOrDefault(section, "");
        assertThat(section.contains(place.key().name())
                        || place.key().name().contains(section)
                        || text.contains("| `" + place.key().name() + "` |"))
                .as("%s has the section %s of docs/configuration.md", place.path(), section)
                .isTrue();
    }

    /** The text of each section by its anchor. */
    private static Map<String, String> sections() throws IOException {
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        StringBuilder section = new StringBuilder();
        boolean code = false;
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            code ^= line.startsWith("```");
            if (line.startsWith("#") && !code) {
                section = new StringBuilder();
                String heading = line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT);
                sections.put(heading.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replace(' ', '-'), section);
            }
            section.append(line).append('\n');
        }
        Map<String, String> texts = new LinkedHashMap<>();
        sections.forEach((anchor, text) -> texts.put(anchor, text.toString()));
        return texts;
    }
}
