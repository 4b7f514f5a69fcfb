package dev.websocketexporter.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The description of the API, read strictly: a member that it does not name is a mistake, although clients are told to
 * expect more of later versions.
 */
final class OpenApiDescription {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADDRESS = "https://description.test/openapi.json";
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

    /** What surrounds the schemas says nothing of a value. */
    private static final JsonMetaSchema DIALECT = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .keywords(Stream.of("openapi", "info", "servers", "paths", "components")
                    .map(NonValidationKeyword::new)
                    .toList())
            .build();

    private final JsonNode root;
    private final JsonSchemaFactory schemas;
    private final Set<String> answered = new TreeSet<>();

    OpenApiDescription(String text) throws IOException {
        this.root = JSON.readTree(text);
        JsonNode strict = root.deepCopy();
        strict.at("/components/schemas").forEach(OpenApiDescription::forbidOthers);
        this.schemas = JsonSchemaFactory.builder()
                .defaultMetaSchemaIri(DIALECT.getIri())
                .metaSchema(DIALECT)
                .schemaLoaders(loaders -> loaders.schemas(Map.of(ADDRESS, strict.toString())))
                .build();
    }

    private static void forbidOthers(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(OpenApiDescription::forbidOthers);
    }

    JsonNode root() {
        return root;
    }

    /** What is wrong with an answer; empty: nothing. */
    List<String> mistakesIn(String method, String path, HttpResponse<String> answer) throws IOException {
        String described = described(path);
        String operation =
                "/paths/" + described.replace("~", "~0").replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
        String pointer = operation + "/responses/" + answer.statusCode();
        JsonNode response = root.at(pointer);
        if (response.isMissingNode()) {
            return List.of(method + " " + described + " has no " + answer.statusCode() + " (expected: one of "
                    + names(root.at(operation + "/responses")) + ")");
        }
        answered.add(method + " " + described + " " + answer.statusCode());
        List<String> mistakes = new ArrayList<>();
        response.path("headers").properties().forEach(header -> {
            if (header.getValue().path("required").asBoolean()
                    && answer.headers().firstValue(header.getKey()).isEmpty()) {
                mistakes.add("no header " + header.getKey());
            }
        });
        if (!response.has("content")) {
            if (!answer.body().isEmpty()) {
                mistakes.add("a body where none is described: " + answer.body());
            }
            return mistakes;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("none");
        if (!response.at("/content").has(type)) {
            mistakes.add("Content-Type " + type + " (expected: " + names(response.at("/content")) + ")");
            return mistakes;
        }
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        schemas.getSchema(
                        SchemaLocation.of(ADDRESS + "#" + pointer + "/content/" + type.replace("/", "~1") + "/schema"),
                        config)
                .validate(JSON.readTree(answer.body()))
                .forEach(mistake -> mistakes.add(mistake.getMessage()));
        return mistakes;
    }

    /** A path of the description, which may have a parameter. */
    private String described(String path) {
        for (String candidate : names(root.at("/paths"))) {
            if (path.matches(PARAMETER.matcher(candidate).replaceAll("[^/]+"))) {
                return candidate;
            }
        }
        return path;
    }

    /** Every method, path and status that is described. */
    Set<String> promised() {
        Set<String> promised = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : root.at("/paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                for (String status : names(operation.getValue().at("/responses"))) {
                    promised.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " " + status);
                }
            }
        }
        return promised;
    }

    /** Those that an answer was held against. */
    Set<String> answered() {
        return answered;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
