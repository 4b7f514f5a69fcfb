package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

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
        Diagnostics findings = new Diagnostics("default");
        String yaml = new org.yaml.snakeyaml.Yaml().dump(key.type().toYaml(key.defaultValue()));
        ReadContext site = new ReadContext(key.name(), Yaml.surroundings(Path.of(".")), findings);
        T read = null;
        try {
            read = key.type().read(YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8), findings), site);
            findings.throwIfAny();
        } catch (ConfigurationException e) {
            assertThat(e).as(key.name()).isNull();
        }
        assertThat(read).isEqualTo(key.defaultValue());
    }

    @Test
    void aSlipOfTheFingerIsOneEdit() {
        assertThat(Suggestion.distance("header", "headers")).isEqualTo(1);
        assertThat(Suggestion.distance("heaedrs", "headers")).isEqualTo(1);
        assertThat(Suggestion.distance("Valid-Status-Codes", "valid_status_codes"))
                .isZero();
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestion.distance("origin", "prober")).isGreaterThan(3);
    }
}
