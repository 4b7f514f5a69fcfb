package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.app.FakeHolder.FakeHeld;
import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.watch.Watches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is watched follows the configuration and its files; log and metrics say so. */
@Timeout(60)
class WatchKeeperTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NONE = "modules: {websocket: {}}\n";

    private final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
    private final CapturedLog log = CapturedLog.of(WatchKeeper.class);
    private final FakeHolder holder = new FakeHolder();

    @TempDir
    private Path directory;

    private volatile Configuration configuration;
    private LazyWatch watch;

    @BeforeEach
    void begin() throws Exception {
        configure(watching("ws://a.example/"));
        watch = new LazyWatch(() -> configuration, this::keeper);
    }

    @AfterEach
    void close() {
        watch.close();
        log.close();
    }

    private WatchKeeper keeper() {
        WatchLog told = new WatchLog(metrics);
        Clock clock = Clock.fixed(Instant.ofEpochSecond(7), ZoneOffset.UTC);
        Watches watches = new Watches(holder, System::nanoTime, clock, new SplittableRandom(1), told);
        return new WatchKeeper(
                () -> configuration,
                Shard.WHOLE,
                watches,
                told,
                new WatchPlaces(new DescriptorBudget(100_000, 100, 0), 1),
                metrics.watchLoads(),
                clock,
                Duration.ofMillis(20));
    }

    private static String watching(String targets) {
        return NONE + "watch: [{name: feed, targets: [" + targets + "], target_files: [\"*.watched.yml\"],"
                + " reconnect: {min_delay: 100ms}}]\n";
    }

    private void configure(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("config.yml"), yaml);
        configuration = new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class))
                .load()
                .configuration();
    }

    private Path write(String name, String content) throws Exception {
        Path next = Files.writeString(directory.resolve("next"), content);
        return Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void await(BooleanSupplier condition) {
        Conditions.await(PATIENCE, condition, () -> holder.open() + " " + log.events() + figures());
    }

    private void awaitOpen(String... targets) {
        await(() -> holder.open().size() == targets.length && holder.open().containsAll(List.of(targets)));
    }

    private String figures() {
        return metrics.text(ExpositionFormat.PROMETHEUS_TEXT);
    }

    @Test
    void nothingIsOpenedBeforeTheExporterIsReady() {
        watch.follow();
        assertThat(watch.isConfigured()).isTrue();
        assertThat(watch.targets()).isEmpty();
        assertThat(figures()).doesNotContain("websocket_exporter_watch_");

        watch.markReady();
        awaitOpen("ws://a.example/");
        await(() -> figures().contains("websocket_exporter_watch_targets 1.0\n"));
    }

    @Test
    void filesThatComeAndGoAreFollowedAndToldOnce() throws Exception {
        watch.markReady();
        awaitOpen("ws://a.example/");
        Path file = write("1.watched.yml", "- {targets: [ws://b.example/, ws://c.example/], labels: {team: x}}");
        awaitOpen("ws://a.example/", "ws://b.example/", "ws://c.example/");
        await(() -> figures().contains("websocket_exporter_watch_target_files 1.0\n"));
        assertThat(figures())
                .contains(
                        "websocket_exporter_watch_targets 3.0\n",
                        "websocket_exporter_watch_target_files_last_load_successful 1.0\n",
                        "websocket_exporter_watch_target_files_last_load_success_timestamp_seconds 7.0\n")
                .doesNotContain("example");
        Files.delete(file);
        awaitOpen("ws://a.example/");
        await(() -> log.events().size() == 2);

        assertThat(log.lines(Level.INFO))
                .containsExactly(
                        "file of watched targets loaded file=" + file,
                        "file of watched targets is gone, and so are its targets file=" + file);
        assertThat(holder.all()).as("a.example is never closed").hasSize(3);
    }

    @Test
    void badFileIsToldOnceAndClosesNothing() throws Exception {
        Path file = write("1.watched.yml", "- targets: [ws://b.example/]");
        watch.markReady();
        awaitOpen("ws://a.example/", "ws://b.example/");
        write("1.watched.yml", "- {targets: [\"ws://b.example/?token=MARKER#x\"], labels: {le: x}}");
        await(() -> log.lines(Level.ERROR).size() == 2);
        await(() -> figures().contains("websocket_exporter_watch_target_files_last_load_successful 0.0\n"));
        assertThat(log.lines(Level.ERROR))
                .allSatisfy(line -> assertThat(line)
                        .startsWith("file of watched targets refused, what it last held stays mistake=" + file + ":1:")
                        .doesNotContain("MARKER"));
        write("1.watched.yml", "- targets: [ws://b.example/, ws://c.example/]");
        awaitOpen("ws://a.example/", "ws://b.example/", "ws://c.example/");
        await(() -> figures().contains("websocket_exporter_watch_target_files_last_load_successful 1.0\n"));

        assertThat(log.lines(Level.ERROR)).hasSize(2);
        assertThat(holder.all()).as("none was closed and opened anew").hasSize(3);
    }

    @Test
    void reloadKeepsWhatIsUnchangedAndClosesTheRest() throws Exception {
        configure(watching("ws://a.example/, ws://b.example/"));
        watch.markReady();
        awaitOpen("ws://a.example/", "ws://b.example/");
        configure(watching("ws://a.example/, ws://c.example/"));
        watch.follow();
        awaitOpen("ws://a.example/", "ws://c.example/");
        configure(NONE);
        watch.follow();
        awaitOpen();

        assertThat(watch.isConfigured()).isFalse();
        assertThat(holder.all().stream().map(held -> held.request.target().host()))
                .hasSize(3)
                .containsOnlyOnce("a.example", "b.example", "c.example");
        assertThat(holder.all()).allSatisfy(held -> assertThat(held.closedWith).isEqualTo(1000));
    }

    @Test
    void firstWatchMayComeWithAReload() throws Exception {
        configure(NONE);
        watch.markReady();
        assertThat(watch.isConfigured()).isFalse();
        configure(watching("ws://a.example/"));
        watch.follow();

        awaitOpen("ws://a.example/");
        assertThat(watch.targets()).hasSize(1);
    }

    @Test
    void drainClosesAllWith1001AndOpensNothingAnyMore() throws Exception {
        watch.markReady();
        awaitOpen("ws://a.example/");
        watch.drain(PATIENCE).get(20, TimeUnit.SECONDS);
        FakeHeld only = holder.all().get(0);
        assertThat(only.closedWith).isEqualTo(1001);
        configure(watching("ws://b.example/"));
        watch.follow();

        assertThat(holder.all()).hasSize(1);
        assertThat(log.lines(Level.WARN)).isEmpty();
    }

    @Test
    void drainOfNothingEndsAtOnce() throws Exception {
        configure(NONE);
        watch.markReady();

        assertThat(watch.drain(PATIENCE)).isCompleted();
    }
}
