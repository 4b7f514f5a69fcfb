package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.testkit.Generated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions;

/** The reference {@code docs/configuration.md}: its tables are made from the definitions of the keys. */
class ReferenceTest {
    private static final Path FILE = Path.of("docs/configuration.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- keys of ([^ ]+) -->\n).*?(<!-- end -->\n)");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @Test
    void theTablesAreWhatTheDefinitionsSay() throws IOException {
        String reference = Files.readString(FILE);
        Map<String, Key> blocks = blocks();

        String expected = TABLE.matcher(reference)
                .replaceAll(table ->
                        Matcher.quoteReplacement(table.group(1) + table(blocks.get(table.group(2))) + table.group(3)));

        Generated.assertUpToDate(FILE, expected);
    }

    @Test
    void everyBlockHasItsTable() throws IOException {
        List<String> tables = TABLE.matcher(Files.readString(FILE))
                .results()
                .map(table -> table.group(2))
                .toList();

        assertThat(tables).containsExactlyInAnyOrderElementsOf(blocks().keySet());
    }

    @Test
    void theExamplesLoad() throws IOException, ConfigurationException {
        List<String> examples = EXAMPLE.matcher(Files.readString(FILE))
                .results()
                .map(example -> example.group(1))
                .toList();

        assertThat(examples).hasSizeGreaterThan(5);
        for (String example : examples) {
            String modules = example.startsWith("target_policy:") ? "modules: {chat: {}}\n" : "";
            Path directory = Files.createTempDirectory("reference");
            Files.writeString(directory.resolve("secret"), "guess\n");
            Files.writeString(directory.resolve("client.crt"), Pem.CERTIFICATE);
            Files.writeString(directory.resolve("client.key"), Pem.KEY);
            String yaml = (modules + example).replaceAll("/run/secrets/[a-z_.]+\n", "secret\n");

            assertThat(Yaml.load(yaml.getBytes(StandardCharsets.UTF_8), directory)
                            .warnings())
                    .as(example)
                    .isEmpty();
        }
    }

    /** By the path that the reference calls them: the TLS of oauth2 and http_headers repeat what is there already. */
    private static Map<String, Key> blocks() {
        Map<String, Key> blocks = new TreeMap<>();
        blocks.put("file", ConfigurationYaml.ROOT);
        ConfigKeys.places().stream()
                .filter(place -> place.key() instanceof Key.Block)
                .filter(place -> !place.path().contains("oauth2.tls_config"))
                .filter(place -> !place.path().contains("http_headers"))
                .filter(place -> !place.path().contains("not_matches"))
                .forEach(place -> blocks.put(place.path(), place.key()));
        return blocks;
    }

    private static String table(Key block) {
        String rows = block.members().stream().map(ReferenceTest::row).collect(Collectors.joining());
        return "\n| key | value | default | |\n| --- | --- | --- | --- |\n" + rows + "\n";
    }

    private static String row(Key key) {
        String value = key instanceof Key.Value<?> one ? one.type().expected() : "a block";
        String help = switch (key.status()) {
            case BUILT -> key.help();
            case IGNORED -> "Ignored, with a warning. " + key.help();
            case REFUSED -> "A mistake. " + key.help();
        };
        return "| `" + key.name() + "` | " + (key.status() == Key.Status.BUILT ? escaped(value) : "") + " | "
                + defaultOf(key) + " | " + escaped(help) + " |\n";
    }

    private static String defaultOf(Key key) {
        return key instanceof Key.Value<?> value ? defaultOf(value) : "";
    }

    private static <T> String defaultOf(Key.Value<T> key) {
        if (key.defaultValue() == null) {
            return "";
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        return "`"
                + new org.yaml.snakeyaml.Yaml(options)
                        .dump(key.type().toYaml(key.defaultValue()))
                        .strip() + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("*.", "\\*.");
    }
}
