package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.websocketexporter.dashboards.Dashboard;
import dev.websocketexporter.e2e.Pictures.Drawn;
import dev.websocketexporter.e2e.Pictures.Panel;
import dev.websocketexporter.e2e.Pictures.Task;
import dev.websocketexporter.testkit.Conditions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every panel of every dashboard can be drawn from the data of the end-to-end tests, and none is empty. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, for programs of its own
@Timeout(300)
class DashboardPicturesE2eIT {
    private static final Duration SCRAPED_WITHIN = Duration.ofSeconds(60);
    private static final int WIDTH = 1600;
    private static final int ROW = 38;
    private static final String TARGET = "target.json";
    private static final Path DASHBOARDS = Path.of("grafana", "dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static DashboardWorld world;
    private static Pictures pictures;
    /** One a dashboard, and then the target's dashboard as it is meant: for one target. */
    private static List<Drawn> drawn;

    @BeforeAll
    static void drawAll() throws IOException {
        pictures = Pictures.install(Files.createDirectory(directory.resolve("pictures")));
        world = DashboardWorld.start(Files.createDirectory(directory.resolve("world")));
        // Rates need some samples.
        String scraped = "min(count_over_time(up[1m])) >= 12";
        Conditions.await(
                SCRAPED_WITHIN, () -> !world.prometheus().query(scraped).isEmpty(), () -> scraped + " never held");
        List<Task> tasks = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            tasks.add(task(DASHBOARDS.resolve(dashboard.name()), dashboard.name(), chosen(dashboard)));
        }
        tasks.add(task(DASHBOARDS.resolve(TARGET), "one", List.of(world.refused())));
        drawn = draw(tasks);
    }

    /** Where one target is to be chosen, all of them, so that each panel has one that it is about. */
    private static List<String> chosen(Dashboard dashboard) {
        return isAboutOne(dashboard)
                ? new GrafanaQueries(world.prometheus()).labelValues("probe_websocket_attempts", "instance")
                : List.of();
    }

    private static boolean isAboutOne(Dashboard dashboard) {
        return dashboard.variables().stream()
                .anyMatch(variable -> variable.path("name").asText().equals("instance")
                        && !variable.path("includeAll").asBoolean());
    }

    private static Task task(Path dashboard, String name, List<String> instances) {
        return new Task(dashboard, directory.resolve(name + ".png"), instances, 0, "");
    }

    private static List<Drawn> draw(List<Task> tasks) throws IOException {
        return pictures.draw(new Pictures.Data(world.prometheus(), Duration.ofSeconds(1), GrafanaQueries.RANGE), tasks);
    }

    @AfterAll
    static void endEverything() {
        if (world != null) {
            world.close();
        }
    }

    private static Stream<Panel> panels() {
        return drawn.stream().flatMap(picture -> picture.panels().stream());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void everyDashboardBecomesAPictureOfItsSize() throws IOException {
        assertThat(drawn).hasSize(Dashboard.all().size() + 1);
        for (Drawn one : drawn) {
            BufferedImage image = ImageIO.read(one.picture().toFile());

            assertThat(image.getWidth()).isEqualTo(WIDTH);
            assertThat(image.getHeight()).isGreaterThan(ROW * rows(one));
            assertThat(Files.size(one.picture())).isGreaterThan(50_000);
        }
    }

    private static int rows(Drawn one) {
        String name = one == drawn.get(drawn.size() - 1) ? TARGET : nameOf(one);
        return Dashboard.all().stream()
                .filter(dashboard -> dashboard.name().equals(name))
                .flatMap(dashboard -> dashboard.panels().stream())
                .mapToInt(panel -> panel.path("gridPos").path("y").asInt()
                        + panel.path("gridPos").path("h").asInt())
                .max()
                .orElseThrow();
    }

    private static String nameOf(Drawn one) {
        return String.valueOf(one.picture().getFileName()).replaceFirst("\\.png$", "");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void noSettingOfAPanelIsUnknown() {
        assertThat(panels().filter(panel -> panel.state().equals("error"))).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void everyPanelShowsData() {
        assertThat(drawn.subList(0, drawn.size() - 1))
                .flatMap(Drawn::panels)
                .filteredOn(panel -> panel.state().equals("empty"))
                .isEmpty();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void everyPanelShowsItsTitle() {
        assertThat(panels())
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(panel.text()).contains(panel.title()));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void textFitsIntoItsPanel() {
        assertThat(drawn)
                .filteredOn(one -> !nameOf(one).equals(TARGET))
                .flatMap(Drawn::panels)
                .filteredOn(panel -> !panel.misfits().isEmpty())
                .isEmpty();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void valuesAreShownInWords() {
        assertThat(text("What fails, where and why"))
                .contains(world.refused(), "TCP connect", "connection refused: nothing listens there");
        assertThat(text("Certificates by days left")).contains(world.expiring());
    }

    private static String text(String title) {
        return panels().filter(panel -> panel.title().equals(title))
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatCannotBeDrawnIsAnErrorThatNamesIt() throws IOException {
        ObjectNode spoilt = JSON.createObjectNode();
        spoilt.put("title", "Spoilt");
        spoilt.putObject("templating").putArray("list");
        spoilt.putObject("annotations").putArray("list");
        spoilt.putArray("panels")
                .add(stat(1, "up", "stat").put("type", "piechart"))
                .add(stat(2, "up", "unit").put("repeat", "job"))
                .add(stat(3, "sum(", "query"))
                .add(stat(4, "up{job=\"$nowhere\"}", "variable"))
                .add(stat(5, "probe_sucess", "nothing"))
                .add(stat(6, "vector(0) / 0", "not a number"));
        Path file = Files.writeString(directory.resolve("spoilt.json"), spoilt.toString());

        List<Panel> found =
                draw(List.of(task(file, "spoilt", List.of()))).get(0).panels();

        assertThat(found.stream().map(Panel::message))
                .containsExactly(
                        "the type of panel \"piechart\" is unknown",
                        "the setting \"repeat\" is unknown",
                        "Prometheus refuses sum(: invalid parameter \"query\": 1:5: parse error: unclosed left parenthesis",
                        "no value for $nowhere",
                        "",
                        "");
        assertThat(found.stream().map(Panel::state))
                .containsExactly("error", "error", "error", "error", "empty", "empty");
        assertThat(found.get(4).text()).contains("No data");
    }

    private static ObjectNode stat(int id, String expression, String title) throws IOException {
        ObjectNode panel = (ObjectNode) JSON.readTree("""
                {"type": "stat", "fieldConfig": {"defaults": {"unit": "short"}, "overrides": []},
                 "options": {"colorMode": "value", "graphMode": "none", "textMode": "auto",
                             "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}}}
                """);
        panel.put("id", id).put("title", title);
        panel.putObject("gridPos").put("x", 0).put("y", 4 * id).put("w", 6).put("h", 4);
        panel.putArray("targets")
                .addObject()
                .put("refId", "A")
                .put("expr", expression)
                .put("format", "time_series")
                .put("instant", true)
                .put("legendFormat", "one");
        return panel;
    }
}
