package dev.websocketexporter.e2e;

import dev.websocketexporter.e2e.ServerRow.Broken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rows of {@code docs/servers.yml}; a key that is not known is a mistake. */
final class ServerTable {
    static final Path FILE = Path.of("docs", "servers.yml");

    /** The columns of the page that are words, in their order. */
    static final List<String> WORDS = List.of("needs", "ping", "close", "limits", "idle", "oddities");

    private static final Set<String> KEYS = Set.of(
            "id",
            "name",
            "version",
            "group",
            "from",
            "tested",
            "fleet",
            "why",
            "module",
            "settings",
            "accept",
            "target",
            "success",
            "broken");
    private static final Set<String> BROKEN_KEYS = Set.of("what", "at", "path", "settings", "failure", "told");

    private ServerTable() {}

    static List<ServerRow> read() {
        try {
            Map<?, ?> file = map(yaml(Files.readString(FILE)));
            return ((List<?>) file.get("servers"))
                    .stream().map(row -> row(map(row))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object yaml(String text) {
        // A date stays the text that it is, since all rows say it as one.
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    private static ServerRow row(Map<String, Object> row) {
        String id = text(row, "id");
        requireKnown(id, row, KEYS, WORDS);
        Map<String, String> words = new LinkedHashMap<>();
        WORDS.stream().filter(row::containsKey).forEach(word -> words.put(word, text(row, word)));
        return new ServerRow(
                id,
                text(row, "name"),
                text(row, "version"),
                text(row, "group"),
                text(row, "from"),
                text(row, "tested"),
                row.containsKey("fleet") ? text(row, "fleet") : id,
                row.containsKey("why") ? text(row, "why") : "",
                Optional.ofNullable(row.get("module")).map(String::valueOf),
                row.containsKey("settings") ? map(row.get("settings")) : Map.of(),
                row.containsKey("accept") ? text(row, "accept") : "matching",
                text(row, "target"),
                words,
                row.containsKey("success") ? map(row.get("success")) : Map.of(),
                row.containsKey("broken")
                        ? ((List<?>) row.get("broken"))
                                .stream().map(one -> broken(id, map(one))).toList()
                        : List.of());
    }

    private static Broken broken(String id, Map<String, Object> one) {
        requireKnown(id, one, BROKEN_KEYS, List.of());
        return new Broken(
                text(one, "what"),
                Optional.ofNullable(one.get("at")).map(String::valueOf),
                Optional.ofNullable(one.get("path")).map(String::valueOf),
                Optional.ofNullable(one.get("settings")).map(ServerTable::map),
                text(one, "failure"),
                ((List<?>) one.get("told")).stream().map(String::valueOf).toList());
    }

    private static void requireKnown(String id, Map<String, Object> row, Set<String> keys, List<String> more) {
        Set<String> unknown = new TreeSet<>(row.keySet());
        unknown.removeAll(keys);
        more.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new AssertionError(FILE + ", " + id + ": unknown keys " + unknown);
        }
    }

    private static String text(Map<String, Object> row, String key) {
        Object value = row.get(key);
        if (!(value instanceof String text) || text.isBlank()) {
            throw new AssertionError(FILE + ": " + key + " is " + value + " (expected: a text in quotes) in " + row);
        }
        return text;
    }

    @SuppressWarnings("unchecked") // what is no mapping with texts as keys fails where it is used
    static Map<String, Object> map(Object value) {
        if (!(value instanceof Map)) {
            throw new AssertionError(FILE + ": a mapping was expected instead of " + value);
        }
        return (Map<String, Object>) value;
    }
}
