package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.HungFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WebReloaderTest {
    private static final String GOOD = "http_server_config: {headers: {X-XSS-Protection: '%s'}}\n";

    private final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
    private final CapturedLog log = CapturedLog.of(WebReloader.class);

    @TempDir
    private Path directory;

    private Path file;
    private WebReloader reloader;

    @BeforeEach
    void load() throws Exception {
        file = Files.writeString(directory.resolve("web.yml"), GOOD.formatted(0));
        reloader = new WebReloader(
                LiveWebConfiguration.load(file, System::nanoTime),
                metrics.webConfigurationLoaded(Instant.ofEpochSecond(1)),
                System::nanoTime,
                Clock.fixed(Instant.ofEpochSecond(2), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        reloader.close();
        log.close();
    }

    @Test
    void whatWasWrittenBeforeHoldsAndIsTold() throws Exception {
        assertThat(xssProtection()).isEqualTo("0");
        assertThat(figures()).contains("successful 1.0\n", "timestamp_seconds 1.0\n");
        Files.writeString(file, GOOD.formatted(1));

        assertThat(xssProtection()).isEqualTo("1");
        assertThat(figures()).contains("successful 1.0\n", "timestamp_seconds 2.0\n");
        assertThat(log.lines(Level.INFO)).singleElement().asString().startsWith("web configuration reloaded file=");
    }

    @Test
    void brokenFileIsToldOnceAndTheOldOneHolds() throws Exception {
        Files.writeString(file, "headers: {}\n");

        assertThat(xssProtection()).isEqualTo("0");
        assertThat(xssProtection()).isEqualTo("0");
        assertThat(figures()).contains("successful 0.0\n", "timestamp_seconds 1.0\n");
        assertThat(log.lines(Level.ERROR))
                .singleElement()
                .asString()
                .startsWith("web configuration refused, the old one stays in force mistake=")
                .contains("web.yml:1:1: headers: unknown field (did you mean \"http_server_config.headers\"?)");
    }

    @Test
    void fileThatHangsHoldsNobodyUp() throws Exception {
        try (HungFiles hung = HungFiles.of(List.of(file))) {
            assertThat(hung).isNotNull();
            long began = System.nanoTime();

            assertThat(xssProtection()).isEqualTo("0");
            assertThat(xssProtection()).isEqualTo("0");
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(4));
        }
    }

    private String xssProtection() throws Exception {
        return reloader.fresh().get(10, TimeUnit.SECONDS).headers().get("X-XSS-Protection");
    }

    private String figures() {
        return metrics.text(ExpositionFormat.PROMETHEUS_TEXT)
                .replaceAll("(?m)^(?!websocket_exporter_web_).*\n", "")
                .replace("websocket_exporter_web_config_last_reload_", "")
                .replace("success_timestamp", "timestamp");
    }
}
