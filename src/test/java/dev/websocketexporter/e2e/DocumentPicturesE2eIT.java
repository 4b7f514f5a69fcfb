package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.e2e.Pictures.Drawn;
import dev.websocketexporter.e2e.Pictures.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Draws the pictures of the documents again, which takes some minutes: only with {@code -Dpictures.write=true}. */
@Tag("e2e")
@Timeout(900)
@EnabledIfSystemProperty(named = "pictures.write", matches = "true")
class DocumentPicturesE2eIT {
    private static final Path DASHBOARDS = Path.of("grafana", "dashboards");
    private static final Path IMAGES = Path.of("docs", "images");
    /** Most that a PNG file with a palette can have; with 64, yellow becomes orange. */
    private static final int COLOURS = 256;

    private static final long MOST_BYTES = 150_000;

    @Test
    void picturesAreSmallAndShowEveryPanel(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException {
        Pictures pictures = Pictures.install(Files.createDirectory(directory.resolve("pictures")));
        try (PicturesWorld world = PicturesWorld.live(Files.createDirectory(directory.resolve("world")))) {
            Pictures.Data data = new Pictures.Data(world.prometheus(), PicturesWorld.SCRAPED, PicturesWorld.RANGE);
            List<Drawn> drawn = pictures.draw(
                    data,
                    List.of(
                            task("overview", List.of(), "Availability and time"),
                            task("target", List.of(world.chat()), "Conversation"),
                            task("exporter", List.of(), "Is the exporter itself late?"),
                            task("watch", List.of(), "Heartbeat")));

            for (Drawn picture : drawn) {
                assertThat(picture.panels()).noneMatch(panel -> panel.state().equals("error"));
                assertThat(Files.size(picture.picture())).isLessThan(MOST_BYTES);
            }
        }
    }

    private static Task task(String dashboard, List<String> instances, String until) {
        Path picture = IMAGES.resolve("dashboard-" + dashboard + ".png");
        return new Task(DASHBOARDS.resolve(dashboard + ".json"), picture, instances, COLOURS, until);
    }
}
