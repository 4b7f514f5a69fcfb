package dev.websocketexporter.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pictures of dashboards without Grafana, by the program of {@code src/test/e2e/pictures}: it asks Prometheus, applies
 * Grafana's published rules for units, mappings, overrides and transformations, and draws in a headless Chromium.
 */
final class Pictures {
    private static final Path SOURCES =
            Path.of("src", "test", "e2e", "pictures").toAbsolutePath();
    private static final Duration DRAWS_WITHIN = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path chromium;

    private Pictures(Path directory, Path chromium) {
        this.directory = directory;
        this.chromium = chromium;
    }

    /** @param directory where the program and its packages are put */
    static Pictures install(Path directory) throws IOException {
        Path chromium = Tools.require("chromium");
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<String> program = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".js") || name.endsWith(".css"))
                    .toList();
            Npm.install(SOURCES, directory, program);
        }
        return new Pictures(directory, chromium);
    }

    /** Draws them one after the other, all with data up to now. */
    List<Drawn> draw(Data data, List<Task> tasks) throws IOException {
        ObjectNode request = JSON.createObjectNode()
                .put("prometheus", data.prometheus().url())
                .put("scraped", data.scraped().toSeconds())
                .put("seconds", data.range().toSeconds())
                .put("chromium", chromium.toString());
        tasks.forEach(task -> request.withArray("tasks").add(task.json()));
        Path asked = Files.writeString(directory.resolve("request.json"), request.toString());
        Path answer = directory.resolve("answer.json");
        List<String> command =
                List.of(Tools.require("node").toString(), "draw.js", asked.toString(), answer.toString());
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            if (process.awaitExit(DRAWS_WITHIN) != 0) {
                throw new AssertionError("the pictures were not drawn: " + process.output());
            }
        }
        List<Drawn> drawn = new ArrayList<>();
        JSON.readTree(answer.toFile()).forEach(one -> drawn.add(Drawn.of(one)));
        return drawn;
    }

    /**
     * What is drawn.
     *
     * @param scraped the scrape interval
     * @param range how much time is shown, up to now
     */
    record Data(Prometheus prometheus, Duration scraped, Duration range) {}

    /**
     * One picture.
     *
     * @param instances the targets that are chosen; empty: what the dashboard has chosen itself
     * @param colours at most that many in the file; 0: all
     * @param until the title of the row above which the picture ends; empty: none
     */
    record Task(Path dashboard, Path picture, List<String> instances, int colours, String until) {
        private ObjectNode json() {
            ObjectNode json = JSON.createObjectNode()
                    .put("dashboard", dashboard.toAbsolutePath().toString())
                    .put("picture", picture.toAbsolutePath().toString())
                    .put("colours", colours)
                    .put("until", until);
            ObjectNode chosen = json.putObject("chosen");
            if (!instances.isEmpty()) {
                ArrayNode list = chosen.putArray("instance");
                instances.forEach(list::add);
            }
            return json;
        }
    }

    /** A picture and what became of each panel. */
    record Drawn(Path picture, List<Panel> panels) {
        private static Drawn of(JsonNode json) {
            List<Panel> panels = new ArrayList<>();
            json.path("panels").forEach(panel -> panels.add(Panel.of(panel)));
            return new Drawn(Path.of(json.path("picture").asText()), panels);
        }
    }

    /**
     * A panel as it was drawn.
     *
     * @param state {@code data}; {@code words}: those that the panel has for when there is no data; {@code empty}: neither;
     *     {@code row}: the title of a group; {@code error}
     * @param message of the error
     * @param text all that is written in it
     * @param misfits texts that their place is too small for
     * @param remarks what a reader would stumble over, but which depends on the data
     */
    record Panel(String title, String state, String message, String text, List<String> misfits, List<String> remarks) {
        private static Panel of(JsonNode json) {
            return new Panel(
                    json.path("title").asText(),
                    json.path("state").asText(),
                    json.path("message").asText(),
                    json.path("text").asText(),
                    texts(json.path("misfits")),
                    texts(json.path("remarks")));
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            array.forEach(text -> texts.add(text.asText()));
            return texts;
        }
    }
}
