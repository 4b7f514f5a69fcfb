package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.config.targets.OfferedGroup;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.HungFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What log and metrics tell of target files. */
@Timeout(30)
class TargetLooksTest {
    private static final String WITHOUT = "modules: {websocket: {}}\n";
    private static final String WITH = WITHOUT + "targets: [{target_files: [\"*.target.yml\"]}]\n";

    /** On a busy machine a look takes its time; a request that had enough of it would see the old targets. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
    private final CapturedLog log = CapturedLog.of(TargetLooks.class);

    @TempDir
    private Path directory;

    private Configuration configuration;
    private TargetLooks looks;

    @BeforeEach
    void begin() throws Exception {
        configure(WITH);
        looks = new TargetLooks(
                () -> configuration,
                metrics,
                System::nanoTime,
                Clock.fixed(Instant.ofEpochSecond(7), ZoneOffset.UTC),
                LONG);
    }

    @AfterEach
    void close() {
        looks.close();
        log.close();
    }

    private void configure(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("config.yml"), yaml);
        configuration = new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class))
                .load()
                .configuration();
    }

    private List<OfferedGroup> looked() throws Exception {
        return looks.fresh().get(25, TimeUnit.SECONDS);
    }

    private String figures() {
        return metrics.text(ExpositionFormat.PROMETHEUS_TEXT);
    }

    @Test
    void filesThatComeAndGoAreToldOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("a.target.yml"), "- targets: [ws://a.example, ws://b.example]");
        looked();
        looked();

        assertThat(figures())
                .contains(
                        "websocket_exporter_targets 2.0\n",
                        "websocket_exporter_target_files 1.0\n",
                        "websocket_exporter_target_files_last_load_successful 1.0\n",
                        "websocket_exporter_target_files_last_load_success_timestamp_seconds 7.0\n");
        Files.delete(file);
        assertThat(looked()).isEmpty();
        looked();

        assertThat(log.lines(Level.INFO))
                .containsExactly(
                        "target file loaded file=" + file, "target file is gone, and so are its targets file=" + file);
        assertThat(figures()).contains("websocket_exporter_targets 0.0\n");
    }

    @Test
    void badFileIsToldOnceAndItsTargetsStay() throws Exception {
        Path file = Files.writeString(directory.resolve("a.target.yml"), "- targets: [ws://a.example]");
        List<OfferedGroup> good = looked();
        Files.writeString(file, "- {targets: [\"wss://a.example/?token=MARKER#x\"], module: x}");

        assertThat(looked()).isEqualTo(good);
        assertThat(looked()).isEqualTo(good);
        assertThat(log.lines(Level.ERROR))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("target file refused, what it last offered stays mistake=" + file + ":1:")
                        .doesNotContain("MARKER"));
        assertThat(figures())
                .contains(
                        "websocket_exporter_targets 1.0\n",
                        "websocket_exporter_target_files_last_load_successful 0.0\n")
                .doesNotContain("example");
        Files.writeString(file, "- targets: [ws://a2.example]");
        looked();
        assertThat(figures()).contains("websocket_exporter_target_files_last_load_successful 1.0\n");
    }

    /** A file on a network may hang while the exporter starts. */
    @Test
    void nothingIsOfferedBeforeTheFirstLookHasEnded() throws Exception {
        Files.writeString(directory.resolve("a.target.yml"), "- targets: [ws://a.example]");
        CompletableFuture<Configuration> late = new CompletableFuture<>();
        try (TargetLooks slow = new TargetLooks(late::join, metrics, System::nanoTime, Clock.systemUTC())) {
            CompletableFuture<List<OfferedGroup>> asked = slow.fresh();
            assertThatThrownBy(() -> asked.get(600, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            CompletableFuture<List<OfferedGroup>> askedAgain = slow.fresh();
            late.complete(configuration);

            assertThat(asked.get(20, TimeUnit.SECONDS)).hasSize(1);
            assertThat(askedAgain.get(20, TimeUnit.SECONDS)).hasSize(1);
        }
    }

    @Test
    void nobodyIsAnsweredBeforeTheFirstLookHasEnded() throws Exception {
        Path hanging = Files.writeString(directory.resolve("a.target.yml"), "- targets: [ws://a.example]");
        Files.writeString(directory.resolve("b.target.yml"), "- targets: [ws://b.example]");
        try (HungFiles hung = HungFiles.of(List.of(hanging))) {
            assertThat(hung).isNotNull();

            assertThat(looked())
                    .flatExtracting(OfferedGroup::targets)
                    .extracting(ListedTarget::url)
                    .containsExactly("ws://b.example");
        }
    }

    @Test
    void withoutTargetsThereIsNothingToTell() throws Exception {
        configure(WITHOUT);

        assertThat(looked()).isEmpty();
        assertThat(figures()).doesNotContain("websocket_exporter_target");
        assertThat(log.events()).isEmpty();
    }

    @Test
    void targetsThatAReloadTakesOutAreGone() throws Exception {
        Files.writeString(directory.resolve("a.target.yml"), "- targets: [ws://a.example]");
        assertThat(looked()).hasSize(1);
        configure(WITHOUT);

        assertThat(looked()).isEmpty();
        assertThat(figures()).contains("websocket_exporter_targets 0.0\n");
    }
}
