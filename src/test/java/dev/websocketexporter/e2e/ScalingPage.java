package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The examples in {@code docs/scaling.md}. */
final class ScalingPage {
    private static final Path FILE = Path.of("docs", "scaling.md");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    private ScalingPage() {}

    /** The one block of YAML that has this at the beginning of a line. */
    static String block(String lineBegin) throws IOException {
        List<String> found = blocks().stream()
                .filter(block -> ("\n" + block).contains("\n" + lineBegin))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(FILE + " has " + found.size() + " blocks with " + lineBegin + " (expected: 1)");
        }
        return found.get(0);
    }

    static List<String> blocks() throws IOException {
        return YAML.matcher(Files.readString(FILE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    static Map<String, Object> parse(String block) {
        return new Yaml().load(block);
    }
}
