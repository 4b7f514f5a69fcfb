package dev.websocketexporter.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard as Grafana reads it.
 *
 * @param name of its file
 * @param json all of it
 */
public record Dashboard(String name, JsonNode json) {
    static final Path DIRECTORY = Path.of("grafana", "dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of the repository, in the order of their names. */
    public static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().map(Dashboard::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dashboard read(Path file) {
        try {
            return new Dashboard(String.valueOf(file.getFileName()), JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** A copy that a test may spoil. */
    Dashboard copy() {
        return new Dashboard(name, json.deepCopy());
    }

    ObjectNode root() {
        return (ObjectNode) json;
    }

    public String uid() {
        return json.path("uid").asText();
    }

    /** Those that show something: rows aside. */
    public List<JsonNode> panels() {
        return elements(json.path("panels")).stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    public List<JsonNode> variables() {
        return elements(json.path("templating").path("list"));
    }

    /** The variables that are filled by a query. */
    public List<JsonNode> queriedVariables() {
        return variables().stream()
                .filter(variable -> variable.path("type").asText().equals("query"))
                .toList();
    }

    /** Every query that is drawn: those of the panels and those of the annotations. */
    public List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        panel.path("title").asText(),
                        target.path("refId").asText(),
                        target.path("expr").asText(),
                        target.path("instant").asBoolean()));
            }
        }
        for (JsonNode annotation : json.path("annotations").path("list")) {
            if (annotation.has("expr")) {
                String title = "annotation " + annotation.path("name").asText();
                queries.add(new Query(title, "Anno", annotation.path("expr").asText(), false));
            }
        }
        return queries;
    }

    static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * One query.
     *
     * @param panel the title of its panel
     * @param reference its letter there
     * @param expression with Grafana's variables
     * @param instant asked for one moment rather than for a range of time
     */
    public record Query(String panel, String reference, String expression, boolean instant) {}
}
