package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.Diagnostics;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The definitions of the keys themselves. */
class ConfigKeysTest {
    @Test
    void everyKeyHasHelpThatIsASentence() {
        assertThat(ConfigKeys.places())
                .isNotEmpty()
                .allSatisfy(place -> assertThat(place.key().help())
                        .as(place.path())
                        .endsWith(".")
                        .doesNotContain("\n"));
    }

    @Test
    void noPlaceHasAKeyTwice() {
        assertThat(ConfigKeys.places()).extracting(ConfigKeys.Place::path).doesNotHaveDuplicates();
    }

    @Test
    void everyDefaultIsAValueOfItsKey() {
        assertThat(ConfigKeys.places())
                .filteredOn(place -> place.key() instanceof Key.Value<?>)
                .allSatisfy(place -> {
                    if (place.key() instanceof Key.Value<?> key) {
                        assertReadsItsDefault(key);
                    }
                });
    }

    private static <T> void assertReadsItsDefault(Key.Value<T> key) {
        if (key.defaultValue() == null) {
            return;
        }
        Diagnostics diagnostics = new Diagnostics("default");
        String yaml = new org.yaml.snakeyaml.Yaml().dump(key.type().toYaml(key.defaultValue()));
        ReadContext context = new ReadContext(key.name(), Yaml.context(Path.of(".")), ConfigKeys::placeOf, diagnostics);
        T read = null;
        try {
            read = key.type().read(YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8), diagnostics), context);
            diagnostics.throwIfAny();
        } catch (ConfigurationException e) {
            assertThat(e).as(key.name()).isNull();
        }
        assertThat(read).isEqualTo(key.defaultValue());
    }
}
