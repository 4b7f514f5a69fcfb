package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.LiveConfiguration;
import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ReloaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
    private final CapturedLog log = CapturedLog.of(Reloader.class);

    @TempDir
    private Path directory;

    private Reloader reloader;

    @BeforeEach
    void start() throws Exception {
        write("modules: {one: {timeout: 1s}}\n");
        reloader = new Reloader(
                LiveConfiguration.load(new ConfigurationSource(file(), EnumSet.allOf(TlsVersion.class))),
                metrics,
                System::nanoTime,
                new Hands());
    }

    @AfterEach
    void stop() {
        reloader.close();
        log.close();
    }

    @Test
    void metricsAreRightFromTheStart() {
        assertThat(metric("config_last_reload_successful")).isEqualTo(1);
        assertThat(metric("config_last_reload_success_timestamp_seconds")).isEqualTo(START.getEpochSecond());
    }

    @Test
    void successIsLoggedAndCounted() throws Exception {
        now.set(START.plusSeconds(90));
        write("modules: {two: {}, three: {}}\n");

        assertThat(get(reloader.reload())).isInstanceOf(ReloadResult.Reloaded.class);

        assertThat(reloader.get().modules()).containsOnlyKeys("two", "three");
        assertThat(metric("config_last_reload_successful")).isEqualTo(1);
        assertThat(metric("config_last_reload_success_timestamp_seconds")).isEqualTo(START.getEpochSecond() + 90);
        assertThat(log.lines(Level.INFO)).containsExactly("configuration reloaded file=" + file() + " modules=2");
    }

    @Test
    void refusalIsOneErrorAMistakeAndLeavesTheTimeOfTheLastSuccess() throws Exception {
        now.set(START.plusSeconds(90));
        write("modules:\n  one: {timeout: 1}\n  two: {tmeout: 1s}\n");

        assertThat(get(reloader.reload())).isInstanceOf(ReloadResult.Refused.class);

        assertThat(reloader.get().modules()).containsOnlyKeys("one");
        assertThat(metric("config_last_reload_successful")).isZero();
        assertThat(metric("config_last_reload_success_timestamp_seconds")).isEqualTo(START.getEpochSecond());
        assertThat(log.lines(Level.ERROR))
                .hasSize(2)
                .allMatch(
                        line -> line.startsWith("configuration refused, the old one stays in force mistake=" + file()))
                .anyMatch(line -> line.contains(":2:"))
                .anyMatch(line -> line.contains(":3:"));
        assertThat(log.lines(Level.INFO)).isEmpty();
    }

    @Test
    void whoeverFollowsTheConfigurationIsToldOfGoodFilesOnly() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        reloader.afterEach(
                () -> told.add(String.join(",", reloader.get().modules().keySet())));
        write("modules: {two: {}}\n");
        get(reloader.reload());
        write("modules: {}\n");
        get(reloader.reload());

        assertThat(told).containsExactly("two");
    }

    @Test
    void nextGoodFileHealsTheMetric() throws Exception {
        write("modules: {}\n");
        get(reloader.reload());
        write("modules: {two: {}}\n");
        get(reloader.reload());

        assertThat(metric("config_last_reload_successful")).isEqualTo(1);
    }

    @Test
    void changedContentIsNoticedAtTheNextLook() throws Exception {
        reloader.watch(Duration.ofMillis(10));
        write("modules: {two: {}}\n");
        Conditions.await(PATIENCE, () -> reloader.get().modules().containsKey("two"), () -> "the change is in force");

        write("modules: {}\n");
        Conditions.await(PATIENCE, () -> metric("config_last_reload_successful") == 0, () -> "the mistake is reported");
        write("modules: {three: {}}\n");
        Conditions.await(PATIENCE, () -> reloader.get().modules().containsKey("three"), () -> "it goes on looking");
        assertThat(log.lines(Level.ERROR)).hasSize(1);
    }

    /** The first one is held up inside, between the swap and the answer, where it asks for the time. */
    @Test
    void whoeverAsksWhileOneRunsSharesTheNextOneWhichReadsAnew() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        write("modules: {two: {}}\n");
        try (Reloader slow = new Reloader(live(), metrics, System::nanoTime, new Hands())) {
            holdUp = () -> {
                inside.countDown();
                awaitLatch(goOn);
            };
            CompletionStage<ReloadResult> first = slow.reload();
            awaitLatch(inside);
            holdUp = () -> {};
            write("modules: {three: {}}\n");
            CompletionStage<ReloadResult> second = slow.reload();
            CompletionStage<ReloadResult> third = slow.reload();
            goOn.countDown();

            assertThat(modulesOf(get(first))).isEqualTo("[two]");
            assertThat(modulesOf(get(second))).isEqualTo("[three]");
            assertThat(get(third)).isSameAs(get(second));
        }
    }

    @Test
    void bugIsLoggedAndCountedAndTheNextReloadGoesOn() throws Exception {
        holdUp = () -> {
            throw new IllegalStateException("a bug");
        };
        CompletionStage<ReloadResult> failed = reloader.reload();
        assertThat(failed.toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("a bug");
        assertThat(metric("config_last_reload_successful")).isZero();
        assertThat(log.lines(Level.ERROR)).hasSize(1);
        holdUp = () -> {};

        assertThat(get(reloader.reload())).isInstanceOf(ReloadResult.Reloaded.class);
    }

    @Test
    void closedOneSaysSo() {
        reloader.close();
        assertThat(reloader.reload().toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedExecutionException.class);
    }

    private volatile Runnable holdUp = () -> {};

    /** A clock that is moved by hand, and in whose reading a test can hold a reload up. */
    private final class Hands extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            holdUp.run();
            return now.get();
        }
    }

    private LiveConfiguration live() throws Exception {
        return LiveConfiguration.load(new ConfigurationSource(file(), EnumSet.allOf(TlsVersion.class)));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static String modulesOf(ReloadResult result) {
        return ((ReloadResult.Reloaded) result)
                .loaded()
                .configuration()
                .modules()
                .keySet()
                .toString();
    }

    private static ReloadResult get(CompletionStage<ReloadResult> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private double metric(String name) {
        return metrics.text(ExpositionFormat.PROMETHEUS_TEXT)
                .lines()
                .filter(line -> line.startsWith("websocket_exporter_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private Path file() {
        return directory.resolve("config.yml");
    }

    private void write(String yaml) throws IOException {
        Path next = Files.writeString(directory.resolve("next.yml"), yaml);
        Files.move(next, file(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
