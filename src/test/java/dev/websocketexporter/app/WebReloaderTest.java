package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.HungFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
        LiveWebConfiguration live = LiveWebConfiguration.load(file, System::nanoTime, tls -> null);
        reloader = new WebReloader(
                live,
                metrics.webConfigurationLoaded(live.get(), Instant.ofEpochSecond(1)),
                System::nanoTime,
                Clock.fixed(Instant.ofEpochSecond(2), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        reloader.close();
        log.close();
    }

    @Test
    void changeHoldsSoonWithoutAFurtherRequestAndIsTold() throws Exception {
        assertThat(xssProtection()).isEqualTo("0");
        assertThat(figures()).contains("successful 1.0\n", "timestamp_seconds 1.0\n");
        Files.writeString(file, GOOD.formatted(1));

        xssProtection();
        await(() -> reloader.get().headers().containsValue("1"));
        await(() -> figures().contains("timestamp_seconds 2.0\n"));
        assertThat(figures()).contains("successful 1.0\n", "timestamp_seconds 2.0\n");
        assertThat(log.lines(Level.INFO)).singleElement().asString().startsWith("web configuration reloaded file=");
    }

    /** It waits for what is new; while the machine is busy with something else, not always for long enough. */
    @Test
    void nextRequestAfterAChangeHasItAlready() throws Exception {
        int edits = 0;
        boolean had = false;
        while (!had && edits < 20) {
            String before = String.valueOf(edits);
            await(() -> reloader.get().headers().containsValue(before));
            edits++;
            Files.writeString(file, GOOD.formatted(edits));
            had = xssProtection().equals(String.valueOf(edits));
        }

        assertThat(had).isTrue();
    }

    @Test
    void fileThatNeverStaysTheSameHoldsNobodyUp() throws Exception {
        assertThat(xssProtection()).isEqualTo("0");
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> writeUntil(over));
        writer.start();
        try {
            long began = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(xssProtection()).isNotNull();
            }
            // If each waited, it would be 40 s.
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(20));
        } finally {
            over.set(true);
            Conditions.awaitEnd(writer);
        }
    }

    private void writeUntil(AtomicBoolean over) {
        try {
            for (int i = 1; !over.get(); i++) {
                Files.writeString(file, GOOD.formatted(i));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void brokenFileIsToldOnceAndTheOldOneHolds() throws Exception {
        assertThat(xssProtection()).isEqualTo("0");
        Files.writeString(file, "headers: {}\n");

        assertThat(xssProtection()).isEqualTo("0");
        await(() -> figures().contains("successful 0.0\n"));
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

    private static void await(BooleanSupplier condition) {
        Conditions.await(Duration.ofSeconds(20), condition, () -> "nothing of it");
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
