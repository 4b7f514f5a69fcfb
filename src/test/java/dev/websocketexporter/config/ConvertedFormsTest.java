package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.cli.convert.Conversion;
import dev.websocketexporter.config.yaml.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forms of every key that blackbox_exporter has: what loads here means the same after a conversion. */
class ConvertedFormsTest {
    @Test
    void whatLoadsMeansTheSameAfterwards() throws IOException {
        List<String> different = new ArrayList<>();
        int converted = 0;
        for (String form : DropInForms.all()) {
            String before = loaded(form);
            String after = before == null ? null : converted(form);
            converted += after == null ? 0 : 1;
            // What has a prober nowhere, or holds another key at the top, blackbox_exporter refuses.
            if (before != null && after != null && !after.equals(before)) {
                different.add(form);
            }
        }

        assertThat(different).isEmpty();
        assertThat(converted).isGreaterThan(500);
    }

    private static String converted(String form) {
        try {
            ForeignConfiguration file = ForeignConfiguration.read(
                    new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8)), Yaml.TLS_VERSIONS);
            Conversion conversion = Conversion.of(file);
            return conversion.modules().isEmpty() ? null : loaded(file.text(conversion.modules()));
        } catch (ConfigurationException e) {
            return null;
        }
    }

    private static String loaded(String yaml) {
        try {
            return ConfigurationYaml.render(
                    Yaml.load(yaml.getBytes(StandardCharsets.UTF_8), Path.of("").toAbsolutePath())
                            .configuration());
        } catch (ConfigurationException e) {
            return null;
        }
    }
}
