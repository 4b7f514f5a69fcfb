package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/dependencies.md against the list that the build makes of what goes into the jar. */
class DependenciesIT {
    private static final Path LIST = Path.of("target", "bom.json");
    private static final Path PAGE = Path.of("docs", "dependencies.md");
    private static final Path JAR = Path.of("target", "websocket-exporter.jar");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private record Component(String group, String name, String version, String licence) {
        String id() {
            return group + ":" + name;
        }
    }

    @Test
    void eachComponentIsOnThePageWithItsLicence() throws IOException {
        Map<String, TreeSet<String>> names = new TreeMap<>();
        Map<String, TreeSet<String>> licences = new TreeMap<>();
        for (Component component : components()) {
            names.computeIfAbsent(component.group(), group -> new TreeSet<>()).add(component.name());
            licences.computeIfAbsent(component.group(), group -> new TreeSet<>())
                    .add(component.licence());
        }
        Map<String, List<String>> built = new TreeMap<>();
        names.forEach((group, all) ->
                built.put(group, List.of(String.join(", ", all), String.join(", ", licences.get(group)))));
        assertThat(built)
                .as("what goes into the jar; add to or mend the table of licences in %s", PAGE)
                .isEqualTo(table("| Group | Components | Licence |"));
    }

    @Test
    void noComponentIsOlderThanItsLeastVersion() throws IOException {
        Map<String, String> least = new TreeMap<>();
        table("| Component | Least version | Because of |").forEach((id, cells) -> least.put(id, cells.get(0)));
        List<Component> components = components();
        assertThat(components.stream().map(Component::id).toList())
                .as("components with a least version that are no longer in the jar; remove them from %s", PAGE)
                .containsAll(least.keySet());
        assertThat(components.stream()
                        .filter(each -> isOlder(each.version(), least.getOrDefault(each.id(), "0")))
                        .map(each -> each.id() + " " + each.version() + " (expected: " + least.get(each.id())
                                + " or newer, see " + PAGE + ")"))
                .isEmpty();
    }

    @Test
    void jarHasTheLicencesAndTheNotices() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE")).contains("Jackson");
            assertThat(text(jar, "META-INF/THIRD-PARTY.txt")).contains("SLF4J", "Bouncy Castle", "ICU4J", "RE2/J");
            assertThat(text(jar, "META-INF/license/LICENSE.boringssl.txt")).isNotEmpty();
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        assertThat(jar.getEntry(name)).as(name).isNotNull();
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<Component> components() throws IOException {
        if (!Files.exists(LIST)) {
            Programs.missing("no " + LIST + " (expected: a build by Maven made it)");
        }
        List<Component> components = new ArrayList<>();
        for (JsonNode each : new ObjectMapper().readTree(LIST.toFile()).get("components")) {
            List<String> licences = new ArrayList<>();
            for (JsonNode licence : each.path("licenses")) {
                JsonNode named = licence.path("license");
                licences.add(Stream.of(named.path("id"), named.path("name"), licence.path("expression"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .findFirst()
                        .orElse("unknown"));
            }
            components.add(new Component(
                    each.get("group").textValue(),
                    each.get("name").textValue(),
                    each.get("version").textValue(),
                    String.join(" or ", licences)));
        }
        assertThat(components).hasSizeGreaterThan(20);
        return components;
    }

    /** The rows of the table with this head: what follows the first column, by the first column. */
    private static Map<String, List<String>> table(String head) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : lines.subList(lines.indexOf(head) + 2, lines.size())) {
            if (!line.startsWith("| ")) {
                break;
            }
            List<String> cells = List.of(line.substring(2).split(" \\| ?"));
            rows.put(cells.get(0), cells.subList(1, cells.size()));
        }
        assertThat(rows).as(head).isNotEmpty();
        return rows;
    }

    /** By their numbers: 1.10 is newer than 1.9, and what a version has of letters does not count. */
    static boolean isOlder(String version, String least) {
        List<Integer> one = numbers(version);
        List<Integer> other = numbers(least);
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            int difference = (i < one.size() ? one.get(i) : 0) - (i < other.size() ? other.get(i) : 0);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static List<Integer> numbers(String version) {
        return NUMBER.matcher(version)
                .results()
                .map(each -> Integer.valueOf(each.group()))
                .toList();
    }
}
